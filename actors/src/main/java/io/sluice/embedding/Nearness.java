package io.sluice.embedding;

/**
 * How near a text is to a category.
 *
 * @param score cosine, from -1 to 1 for the same
 */
public record Nearness(String category, double score) {}
