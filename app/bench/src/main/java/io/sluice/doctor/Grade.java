package io.sluice.doctor;

import java.util.Locale;

/** How good a finding is, the better first. */
public enum Grade {
  FINE,
  /** It works, and costs something, or will. */
  WARNING,
  /** Some work cannot be done. */
  FAILED,
  /** It was not measured, since it cannot be, or what it needs has failed. */
  SKIPPED;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
