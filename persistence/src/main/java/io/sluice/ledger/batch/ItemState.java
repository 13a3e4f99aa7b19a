package io.sluice.ledger.batch;

import java.util.Locale;

/** What has become of an item; its row says so in the column {@code state}. */
public enum ItemState {
  /** Something is left to do for it. */
  PENDING,
  DONE,
  /** Its content is stored already. */
  DUPLICATE,
  FAILED,
  /** It ended the process that worked on it, or took for ever, as often as it may. */
  DEAD;

  /** As it stands in the database. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static ItemState ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
