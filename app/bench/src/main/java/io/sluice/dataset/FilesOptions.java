package io.sluice.dataset;

/**
 * What a tree of files is to hold, checked when built. Equal options give equal names and bytes on
 * one Java runtime; another runtime's encoders may round or pack differently.
 *
 * @param count how many files, 1 to 1,000,000
 * @param seed any number; another one gives other names and contents
 * @param oddities whether there is also a link that leads round in circles, and a FIFO
 */
record FilesOptions(int count, long seed, boolean oddities) {
  private static final int MOST = 1_000_000;

  FilesOptions {
    if (count < 1 || count > MOST) {
      throw new IllegalArgumentException("--count must be 1 to " + MOST + ", was " + count);
    }
  }
}
