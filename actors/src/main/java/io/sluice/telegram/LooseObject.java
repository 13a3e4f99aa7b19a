package io.sluice.telegram;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An object of JSON some of whose values lack their quotes, such as the {@code document_id} of
 * Telegram Desktop 4.1.1: bytes that begin with one go in, it comes out with quotes.
 *
 * @param json the object with quotes
 * @param length how many of the bytes it was
 */
record LooseObject(String json, int length) {
  private static final Pattern SCALAR =
      Pattern.compile("-?(?:0|[1-9]\\d*+)(?:\\.\\d++)?(?:[eE][+-]?\\d++)?|true|false|null");

  private static final String ENDS = ",]}\"\n\r";

  /** Nothing if it has no end. */
  static Optional<LooseObject> of(byte[] bytes) {
    // A character a byte, so that places in it are places in the file.
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var json = new StringBuilder(text.length() + 16);
    int depth = 0;
    int at = 0;
    if (text.isEmpty()) {
      return Optional.empty();
    }
    do {
      int end = endOfToken(text, at);
      if (end < 0) {
        return Optional.empty();
      }
      char first = text.charAt(at);
      depth += first == '{' || first == '[' ? 1 : first == '}' || first == ']' ? -1 : 0;
      var token = text.substring(at, end);
      json.append(
          isBare(first) && !SCALAR.matcher(token.strip()).matches() ? quoted(token) : token);
      at = end;
    } while (depth > 0 && at < text.length());
    return depth == 0
        ? Optional.of(
            new LooseObject(
                new String(
                    json.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8),
                at))
        : Optional.empty();
  }

  private static boolean isBare(char first) {
    return "{}[],:\"".indexOf(first) < 0 && !Character.isWhitespace(first);
  }

  /** Behind the string, the bare value or the one character that begins here. */
  private static int endOfToken(String text, int at) {
    char first = text.charAt(at);
    int end = at + 1;
    if (first == '"') {
      while (end < text.length() && text.charAt(end) != '"') {
        end += text.charAt(end) == '\\' ? 2 : 1;
      }
      return end < text.length() ? end + 1 : -1;
    }
    while (isBare(first) && end < text.length() && ENDS.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static String quoted(String bare) {
    return '"' + bare.strip().replace("\\", "\\\\").replace("\t", " ") + '"';
  }
}
