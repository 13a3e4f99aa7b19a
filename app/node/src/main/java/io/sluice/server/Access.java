package io.sluice.server;

import java.util.Locale;

/** What who is known by a token may do. */
public enum Access {
  /** All there is. */
  ALL,
  /** Look, and change nothing. */
  READ;

  /** As answers have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
