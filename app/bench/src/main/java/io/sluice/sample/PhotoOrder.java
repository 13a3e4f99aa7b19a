package io.sluice.sample;

/**
 * A photo to be made: where it goes, how large it is and what is wrong with it. Width and height
 * are those of the stored pixels, before any turning.
 *
 * @param path relative to the export's folder, with forward slashes
 */
record PhotoOrder(String path, long seed, int width, int height, Condition condition) {

  enum Condition {
    SOUND,
    MISSING,
    CUT_OFF,
    SIDEWAYS,
    WEB_PAGE
  }
}
