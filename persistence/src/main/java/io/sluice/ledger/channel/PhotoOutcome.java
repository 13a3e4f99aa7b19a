package io.sluice.ledger.channel;

import java.util.Arrays;
import java.util.Locale;

/** How a photo ended. A photo that failed never costs its message. */
public enum PhotoOutcome {
  /** Resized and written. */
  STORED,
  /** Written as it came, since nothing here decodes its format. */
  KEPT,
  /** The same bytes are stored already; the row points to that file. */
  DUPLICATE,
  NOT_AN_IMAGE,
  CORRUPT,
  TRUNCATED,
  TOO_LARGE,
  UNSUPPORTED,
  /** The source does not have it. */
  MISSING,
  /** Its host gave nothing whole, however often it was asked. */
  UNREACHABLE,
  /** Its address is one that must not be asked. */
  REFUSED,
  /** It killed the process that decoded it. */
  SET_ASIDE;

  /** Whether the row has a file. */
  public boolean hasFile() {
    return this == STORED || this == KEPT || this == DUPLICATE;
  }

  /** Whether that file is the row's own. */
  public boolean hasOwnFile() {
    return hasFile() && this != DUPLICATE;
  }

  /** Whether nothing is gained by trying the photo again. */
  private boolean isSettled() {
    return hasFile() || this == SET_ASIDE;
  }

  /** Those after which a photo is not tried again unasked, as they stand in the database. */
  static String[] settled() {
    return Arrays.stream(values())
        .filter(PhotoOutcome::isSettled)
        .map(PhotoOutcome::column)
        .toArray(String[]::new);
  }

  /** As it stands in the database: {@code not_an_image}. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static PhotoOutcome ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }

  /** As a person reads it: {@code not an image}. */
  public String words() {
    return column().replace('_', ' ');
  }
}
