package io.sluice.photo;

/** Whether a process may have died of a photo; such a one is decoded in a process of its own. */
public enum Suspicion {
  NONE,
  /** It was on its way when a process died, unless its file was made by then. */
  UNLESS_MADE,
  STRONG
}
