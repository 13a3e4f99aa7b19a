package io.sluice.doctor;

import java.util.Locale;

/** Figures as people read them. */
final class Words {
  private static final int MOST_OF_MESSAGE = 400;

  private Words() {}

  static String rate(WorkKind kind, double perSecond) {
    return "%s %s/s".formatted(number(perSecond), kind.word());
  }

  /** With as many digits as tell something. */
  static String number(double value) {
    return value < 10
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  /** As a setting takes it, at least a hundredth: {@code 2}, {@code 0.5}. */
  static String decimal(double value) {
    return String.format(Locale.ROOT, "%.2f", Math.max(0.01, value)).replaceAll("\\.?0+$", "");
  }

  static String millis(double seconds) {
    return String.format(Locale.ROOT, seconds < 0.0995 ? "%.2f ms" : "%.0f ms", seconds * 1000);
  }

  static String bytes(long bytes) {
    return bytes >= 10L << 30
        ? (bytes >> 30) + " GiB"
        : String.format(Locale.ROOT, "%,d MiB", bytes >> 20);
  }

  /** What went wrong, in one bounded line. */
  static String failure(Throwable failure) {
    Throwable told = failure;
    while (told.getMessage() == null && told.getCause() != null) {
      told = told.getCause();
    }
    var text =
        told.getMessage() == null ? told.getClass().getSimpleName() : told.getMessage().strip();
    var line = text.replaceAll("\\s*\\R\\s*", "; ");
    return line.length() > MOST_OF_MESSAGE ? line.substring(0, MOST_OF_MESSAGE) + "..." : line;
  }
}
