package io.sluice.telegram;

import com.fasterxml.jackson.databind.JsonNode;

/** Values of exports of all years: a number may be a string, a string a number, either missing. */
final class Lenient {
  private Lenient() {}

  /** The whole number, or null for what is none. */
  static Long number(JsonNode value) {
    if (value == null) {
      return null;
    }
    if (value.isNumber()) {
      boolean whole =
          value.isIntegralNumber() || value.doubleValue() == Math.rint(value.asDouble());
      return whole && value.canConvertToLong() ? value.longValue() : null;
    }
    try {
      return value.isTextual() ? Long.valueOf(value.textValue().strip()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** The text, or null if there is none in it. */
  static String text(JsonNode value) {
    if (value == null || !value.isTextual() && !value.isNumber()) {
      return null;
    }
    var text = value.asText();
    return text.isBlank() ? null : text;
  }
}
