package io.sluice.persistence;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes any text one that PostgreSQL takes: no NUL and no surrogate without its other half. */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  /** What all escapes of characters begin with; most texts have none. */
  private static final String ESCAPE = "\\u";

  /**
   * An escape of NUL or of a surrogate in JSON, with the backslashes before it; a pair is whole.
   */
  private static final Pattern ESCAPED =
      Pattern.compile(
          "(?<!\\\\)((?:\\\\{2})*+)"
              + "(?:(\\\\u[dD][89abAB]\\p{XDigit}{2}\\\\u[dD][c-fC-F]\\p{XDigit}{2})"
              + "|\\\\u(?:0000|[dD][89a-fA-F]\\p{XDigit}{2}))");

  private StorableText() {}

  /** The text itself where nothing is wrong with it, null for null. */
  public static String of(String text) {
    if (text == null) {
      return null;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || Character.isSurrogate(c)) {
        return replaced(text, i);
      }
    }
    return text;
  }

  /** The same for JSON, whose strings may also hold such characters as escapes. */
  public static String ofJson(String json) {
    var text = of(json);
    return text == null || !text.contains(ESCAPE)
        ? text
        : ESCAPED.matcher(text).replaceAll(StorableText::unescaped);
  }

  private static String unescaped(MatchResult escape) {
    return Matcher.quoteReplacement(
        escape.group(2) == null ? escape.group(1) + REPLACEMENT : escape.group());
  }

  private static String replaced(String text, int from) {
    var out = new StringBuilder(text.length()).append(text, 0, from);
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        out.append(c).append(text.charAt(++i));
      } else {
        out.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
      }
    }
    return out.toString();
  }
}
