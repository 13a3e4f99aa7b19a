package io.sluice.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A header such as {@code form-data; name="x"; filename="y"}: its text comes in, its value and its
 * fields by their names in lower case go out.
 */
record HeaderFields(String value, Map<String, String> fields) {

  /**
   * @throws IllegalArgumentException if it is none
   */
  static HeaderFields of(String text) {
    return new Reader(text.strip()).read();
  }

  /** Goes through it once. */
  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    HeaderFields read() {
      var value = until(";");
      var fields = new HashMap<String, String>();
      while (at < text.length()) {
        at++;
        var name = until("=;").toLowerCase(Locale.ROOT);
        if (name.isEmpty() && at == text.length()) {
          break;
        }
        if (at == text.length() || text.charAt(at) != '=') {
          throw wrong();
        }
        at++;
        fields.put(name, value());
      }
      return new HeaderFields(value, Map.copyOf(fields));
    }

    private IllegalArgumentException wrong() {
      return new IllegalArgumentException("no header of fields: " + text);
    }

    private String until(String signs) {
      int from = at;
      while (at < text.length() && signs.indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(from, at).strip();
    }

    private String value() {
      while (at < text.length() && text.charAt(at) == ' ') {
        at++;
      }
      if (at == text.length() || text.charAt(at) != '"') {
        return until(";");
      }
      at++;
      var quoted = quoted();
      if (!until(";").isEmpty()) {
        throw wrong();
      }
      return quoted;
    }

    /** A backslash escapes a quote and itself; others stand for themselves, as in {@code C:\\a}. */
    private String quoted() {
      var value = new StringBuilder();
      for (; at < text.length(); at++) {
        char sign = text.charAt(at);
        if (sign == '"') {
          at++;
          return value.toString();
        }
        char next = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
        if (sign == '\\' && (next == '"' || next == '\\')) {
          value.append(next);
          at++;
        } else {
          value.append(sign);
        }
      }
      throw wrong();
    }
  }
}
