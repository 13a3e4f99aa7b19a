package io.sluice.channel;

import java.util.Locale;

/** Why a message was left out on purpose. */
public enum SkipReason {
  SHORT,
  FORWARDED,
  EXCLUDED;

  /** As it stands in the database. */
  public String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
