package io.sluice.bench;

/** What is made to outlive a power cut, and when. */
enum FileSyncMode {
  /** Each file by itself. */
  EACH("each", "each"),
  /** Those of a transaction together, which a plain consumer has no way for. */
  BATCH("batch", "batch"),
  /** Nothing but what PostgreSQL commits. */
  OFF("off", "off"),
  /** As off, of files that are stored already. */
  ROWS_ALONE("rows alone", "off");

  private final String words;
  private final String setting;

  FileSyncMode(String words, String setting) {
    this.words = words;
    this.setting = setting;
  }

  String words() {
    return words;
  }

  /** Of FILE_SYNC. */
  String setting() {
    return setting;
  }

  /**
   * Gives the rows.
   *
   * @throws IllegalStateException if these are not those that were expected
   */
  int checked(String who, int rows, int expected) {
    if (rows != expected) {
      throw new IllegalStateException(
          "%s, sync %s: stored %d rows of %d".formatted(who, words, rows, expected));
    }
    return rows;
  }
}
