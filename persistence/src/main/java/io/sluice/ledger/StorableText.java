package io.sluice.ledger;

import java.util.regex.Pattern;

/** Makes any text one that PostgreSQL takes: no NUL and no surrogate without its other half. */
public final class StorableText {
  private static final char REPLACEMENT = '\uFFFD';

  /** An escape of NUL or of a surrogate in JSON, with the backslashes before it. */
  private static final Pattern ESCAPED = Pattern.compile("(?<!\\\\)((?:\\\\\\\\)*)\\\\u0000");

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

  /** The same for JSON, whose strings may also hold NUL as an escape, which jsonb refuses. */
  static String ofJson(String json) {
    return json == null ? null : ESCAPED.matcher(of(json)).replaceAll("$1" + REPLACEMENT);
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
