package io.sluice.telegram.preview;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/** A count as the page writes it goes in, {@code 1.98K}; about how many that is comes out. */
final class ViewCount {
  private static final Pattern GROUPED = Pattern.compile("(\\d{1,3}(?:,\\d{3}){1,4})()");
  private static final Pattern ROUNDED = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,3})?)([KMB]?)");

  private ViewCount() {}

  /** Null for what is no such count. */
  static Long estimate(String text) {
    var written = text.strip();
    var count = GROUPED.matcher(written);
    if (!count.matches()) {
      count = ROUNDED.matcher(written);
    }
    if (!count.matches()) {
      return null;
    }
    int zeros =
        switch (count.group(2)) {
          case "K" -> 3;
          case "M" -> 6;
          case "B" -> 9;
          default -> 0;
        };
    try {
      return new BigDecimal(count.group(1).replace(",", ""))
          .scaleByPowerOfTen(zeros)
          .toBigInteger()
          .longValueExact();
    } catch (ArithmeticException e) {
      return null;
    }
  }
}
