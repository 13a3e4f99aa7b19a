package io.sluice.view;

/**
 * Entries that nobody is to contact any more.
 *
 * @param added of these, how many were not on the list yet
 */
public record SuppressedView(int entries, int added) {}
