package io.sluice.ledger.feed;

import java.util.Locale;

/** Where a feed stands; its row says so in the column {@code state}. */
public enum FeedPhase {
  RUNNING,
  PAUSED;

  /** As it stands in the database. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static FeedPhase ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
