package io.sluice.origin;

/** Who is let through first. */
public enum Priority {
  /** New posts, and whatever somebody waits for. */
  LIVE,
  /** Old posts. */
  BACKFILL
}
