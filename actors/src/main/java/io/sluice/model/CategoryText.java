package io.sluice.model;

/**
 * A category as a model is told of it.
 *
 * @param description what belongs in it
 */
public record CategoryText(String name, String description) {}
