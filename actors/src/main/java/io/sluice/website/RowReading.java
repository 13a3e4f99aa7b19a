package io.sluice.website;

/**
 * What was read at the site of a row.
 *
 * @param row its place in the list
 */
record RowReading(long row, SiteReading reading) {}
