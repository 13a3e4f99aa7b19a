package io.sluice.view;

/**
 * What documents are sorted into.
 *
 * @param description what belongs into it; empty where nobody said
 * @param examples texts that are known to be of it
 */
public record CategoryView(String name, String description, long examples, String addedAt) {}
