package io.sluice.image;

/** What is wrong with a picture of which nothing can be made. */
public enum Flaw {
  NOT_AN_IMAGE,
  CORRUPT,
  /** Its end is missing. */
  TRUNCATED,
  /** More pixels, bytes or memory than are allowed. */
  TOO_LARGE,
  UNSUPPORTED,
  /** It killed the process that decoded it. */
  SET_ASIDE
}
