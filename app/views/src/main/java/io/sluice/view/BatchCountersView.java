package io.sluice.view;

/**
 * The items of a batch: how many are listed, and how they have ended.
 *
 * @param duplicates whose content was stored already
 * @param dead that ended the process which worked on them
 * @param bytes of those done and of duplicates
 */
public record BatchCountersView(
    long listed, long done, long duplicates, long failed, long dead, long bytes) {
  static final BatchCountersView NONE = new BatchCountersView(0, 0, 0, 0, 0, 0);

  /** How many have ended at all. */
  public long ended() {
    return done + duplicates + failed + dead;
  }
}
