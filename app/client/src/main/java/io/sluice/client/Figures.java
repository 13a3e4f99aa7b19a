package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.RangeView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Numbers as people read them. */
final class Figures {
  private static final int DAY = 86_400;
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;
  private static final int MOST_DEAD_LETTERS = 1_000;

  private Figures() {}

  static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** Of a feed, of which a node counts so many and no more. */
  static String deadLetters(long number) {
    return count(number) + (number >= MOST_DEAD_LETTERS ? " or more" : "");
  }

  static String mebibytes(long bytes) {
    return String.format(Locale.ROOT, "%,d", Math.round(bytes / (double) (1 << 20)));
  }

  static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6);
  }

  static String rate(double perSecond) {
    return String.format(Locale.ROOT, perSecond < 10 ? "%.1f" : "%.0f", perSecond);
  }

  /** {@code 4 s}, {@code 3 min 5 s}, {@code 2 h 10 min}, {@code 3 d 4 h}. */
  static String time(double seconds) {
    long whole = Math.max(0, Math.round(seconds));
    if (whole < MINUTE) {
      return whole + " s";
    }
    if (whole < HOUR) {
      return whole / MINUTE + " min " + whole % MINUTE + " s";
    }
    return whole < DAY
        ? whole / HOUR + " h " + whole % HOUR / MINUTE + " min"
        : whole / DAY + " d " + whole % DAY / HOUR + " h";
  }

  /** {@code 3 collecting, 1 failed}; {@code none} for nothing. */
  static String parts(Map<String, Long> counts) {
    var words =
        new TreeMap<>(counts)
            .entrySet().stream()
                .filter(part -> part.getValue() > 0)
                .map(part -> count(part.getValue()) + " " + Printable.text(part.getKey()))
                .collect(Collectors.joining(", "));
    return words.isEmpty() ? "none" : words;
  }

  /** {@code ids 1 to 50, 70 to 80}; empty for nothing. */
  static String ranges(List<RangeView> ranges) {
    return ranges.isEmpty()
        ? ""
        : ranges.stream()
            .map(range -> range.from() + " to " + range.to())
            .collect(Collectors.joining(", ", "ids ", ""));
  }
}
