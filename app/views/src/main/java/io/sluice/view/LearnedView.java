package io.sluice.view;

/**
 * Texts that became examples of a category.
 *
 * @param learned how many
 */
public record LearnedView(String category, int learned) {}
