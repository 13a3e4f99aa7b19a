package io.sluice.sheet;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How the numbers of a workbook are shown: dates as in ISO 8601, others with the digits and the
 * percent sign that their format asks for, and a point before decimals wherever it is read.
 */
final class CellFormats {
  private static final DateTimeFormatter DATE_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
  private static final MathContext DIGITS = new MathContext(15, RoundingMode.HALF_UP);
  private static final Pattern ASIDE = Pattern.compile("\"[^\"]*\"|\\[[^\\]]*\\]|\\\\.|[_*].");
  private static final Pattern FIXED = Pattern.compile("[#,]*(0[0,]*)(?:\\.(0+)(#*))?(%?)");
  private static final int LONGEST_NUMBER = 40;
  private static final int MOST_FORMATS = 1 << 16;
  private static final int MOST_DIGITS = 30;
  private static final double MOST_DAYS = 2_958_466;
  private static final long SECONDS_A_DAY = 86_400;
  private static final LocalDateTime DAY_ZERO = LocalDateTime.of(1899, 12, 30, 0, 0);
  private static final LocalDateTime DAY_ZERO_1904 = LocalDateTime.of(1904, 1, 1, 0, 0);

  private final Map<Integer, String> codes = new HashMap<>();
  private final List<Shown> styles = new ArrayList<>();
  private final Map<Integer, Shown> shown = new HashMap<>();
  private boolean from1904;

  /** What becomes of a number. */
  private interface Shown {
    String of(BigDecimal number);
  }

  void countFrom1904() {
    from1904 = true;
  }

  void define(int id, String code) {
    if (codes.size() < MOST_FORMATS) {
      codes.put(id, code);
    }
  }

  /** The next style of cells. */
  void addStyle(int format) {
    if (styles.size() < MOST_FORMATS) {
      styles.add(shown.computeIfAbsent(format, this::shown));
    }
  }

  /**
   * As it is shown; what is longer than any program writes a number stays as it is.
   *
   * @param style of the cell; -1 if it has none
   */
  String shown(String written, int style) {
    var format = style >= 0 && style < styles.size() ? styles.get(style) : null;
    if (written.length() > LONGEST_NUMBER || format == null && isShort(written)) {
      return written;
    }
    try {
      var number = new BigDecimal(written);
      if (Math.abs(number.scale()) > 400) {
        return written;
      }
      return format == null ? general(number) : format.of(number);
    } catch (NumberFormatException | ArithmeticException e) {
      return written;
    }
  }

  /** An integer, which is shown as it is written. */
  private static boolean isShort(String written) {
    for (int i = 0; i < written.length(); i++) {
      if (written.charAt(i) < '0' || written.charAt(i) > '9') {
        return false;
      }
    }
    return written.length() < 15;
  }

  private Shown shown(int format) {
    if (format >= 14 && format <= 17
        || format >= 27 && format <= 36
        || format >= 50 && format < 59) {
      return number -> date(number, true, false);
    }
    if (format >= 18 && format <= 21 || format >= 45 && format <= 47) {
      return number -> date(number, false, true);
    }
    if (format == 22) {
      return number -> date(number, true, true);
    }
    var code = codes.getOrDefault(format, known(format)).split(";", 2)[0];
    var signs = ASIDE.matcher(code).replaceAll("").toLowerCase(Locale.ROOT).strip();
    boolean isDay = signs.matches(".*[yd].*") || signs.contains("mmm");
    boolean isTime = signs.matches(".*[hs].*");
    if (!signs.contains("general") && !signs.contains("@") && (isDay || isTime)) {
      return number -> date(number, isDay, isTime);
    }
    var fixed = FIXED.matcher(signs);
    return fixed.matches() && signs.length() <= MOST_DIGITS
        ? fixed(fixed.group(1), fixed.group(2), fixed.group(3), !fixed.group(4).isEmpty())
        : CellFormats::general;
  }

  private static String known(int format) {
    return switch (format) {
      case 1, 3, 37, 38 -> "0";
      case 2, 4, 39, 40 -> "0.00";
      case 9 -> "0%";
      case 10 -> "0.00%";
      default -> "General";
    };
  }

  private static Shown fixed(String whole, String decimals, String more, boolean isPercent) {
    int least = decimals == null ? 0 : decimals.length();
    int most = least + (more == null ? 0 : more.length());
    int digits = whole.replace(",", "").length();
    return number -> {
      var value = isPercent ? number.movePointRight(2) : number;
      var rounded = value.setScale(most, RoundingMode.HALF_UP);
      while (rounded.scale() > least && rounded.stripTrailingZeros().scale() < rounded.scale()) {
        rounded = rounded.setScale(rounded.scale() - 1, RoundingMode.HALF_UP);
      }
      var text = rounded.abs().toPlainString();
      int point = text.indexOf('.') < 0 ? text.length() : text.indexOf('.');
      var sign = rounded.signum() < 0 ? "-" : "";
      return sign + "0".repeat(Math.max(0, digits - point)) + text + (isPercent ? "%" : "");
    };
  }

  private static String general(BigDecimal number) {
    var rounded = number.round(DIGITS);
    return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
  }

  private String date(BigDecimal number, boolean isDay, boolean isTime) {
    double days = number.doubleValue();
    if (days < 0 || days >= MOST_DAYS) {
      return general(number);
    }
    try {
      long seconds = Math.round(days * SECONDS_A_DAY);
      // Excel counts a 29th of February 1900, which there was not.
      long shift = !from1904 && days < 60 && days >= 1 ? SECONDS_A_DAY : 0;
      var time = (from1904 ? DAY_ZERO_1904 : DAY_ZERO).plusSeconds(seconds + shift);
      boolean isMidnight = seconds % SECONDS_A_DAY == 0;
      if (!isDay) {
        return TIME.format(time);
      }
      return isTime && !isMidnight ? DATE_TIME.format(time) : time.toLocalDate().toString();
    } catch (DateTimeException e) {
      return general(number);
    }
  }
}
