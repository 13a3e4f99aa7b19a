package io.sluice.channel;

/** How much a run of a channel reads. */
enum Extent {
  ALL,
  /** Only what is new: so little that it needs no place of its own. */
  NEWS
}
