package io.sluice.terminal;

import java.util.regex.Pattern;

/**
 * Makes what came from outside fit for a terminal and a log: signs that steer a terminal, turn the
 * direction of text or break its lines go in, harmless ones come out.
 */
public final class Printable {
  private static final String TURNING = "\\u061C\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069";
  private static final Pattern SIGN =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029" + TURNING + "]");
  private static final Pattern LINE_END = Pattern.compile("\\s*[\\r\\n\\t]+\\s*");

  private Printable() {}

  /** One line for people; null is empty. */
  public static String text(String said) {
    return said == null
        ? ""
        : SIGN.matcher(LINE_END.matcher(said).replaceAll(" ")).replaceAll("\uFFFD");
  }

  /** One line in which such signs are written out, so that it can be told later what they were. */
  public static String escaped(String said) {
    return SIGN.matcher(said)
        .replaceAll(
            sign ->
                switch (sign.group()) {
                  case "\n" -> "\\\\n";
                  case "\r" -> "\\\\r";
                  case "\t" -> "\\\\t";
                  default -> unicode(sign.group());
                });
  }

  /** JSON in which such signs, but for line ends between its values, are escaped. */
  public static String json(String json) {
    return SIGN.matcher(json)
        .replaceAll(sign -> sign.group().equals("\n") ? "\n" : unicode(sign.group()));
  }

  private static String unicode(String sign) {
    return "\\\\u%04x".formatted((int) sign.charAt(0));
  }
}
