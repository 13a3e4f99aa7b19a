package io.sluice.telegram.preview;

/**
 * Messages that are still to be read: those between two ids, both left out.
 *
 * @param before the site's cursor for the next page: its ids are lower
 * @param floor what is at and below this is read, or belongs to an older hole
 */
record Hole(long before, long floor) {
  boolean isEmpty() {
    return before <= floor + 1;
  }

  long size() {
    return Math.max(0, before - floor - 1);
  }
}
