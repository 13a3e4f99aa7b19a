package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A parameter of the description.
 *
 * @param schema its JSON schema, of which type, bounds, length, pattern and enum are checked
 */
record Parameter(String name, boolean inPath, boolean required, JsonNode schema) {
  /** As JSON writes it, so that a number has one form. */
  private static final Pattern NUMBER = Pattern.compile("0|-?[1-9][0-9]{0,18}");

  static Parameter of(JsonNode described) {
    return new Parameter(
        described.get("name").asText(),
        described.get("in").asText().equals("path"),
        described.path("required").asBoolean(),
        described.get("schema"));
  }

  /** The value if nobody gives one; null for none. */
  String defaultValue() {
    return schema.has("default") ? schema.get("default").asText() : null;
  }

  /**
   * @throws ProblemException if the description does not allow the value
   */
  void check(String value) {
    switch (schema.get("type").asText()) {
      case "integer" -> checkNumber(value);
      case "boolean" -> {
        if (!value.equals("true") && !value.equals("false")) {
          throw refused(value, "must be true or false");
        }
      }
      default -> checkText(value);
    }
  }

  private void checkNumber(String value) {
    long min = schema.get("minimum").asLong();
    long max = schema.get("maximum").asLong();
    if (!NUMBER.matcher(value).matches() || !isBetween(min, value, max)) {
      throw refused(value, "must be a whole number from " + min + " to " + max);
    }
  }

  private static boolean isBetween(long min, String value, long max) {
    var number = new BigInteger(value);
    return number.compareTo(BigInteger.valueOf(min)) >= 0
        && number.compareTo(BigInteger.valueOf(max)) <= 0;
  }

  private void checkText(String value) {
    int least = schema.path("minLength").asInt(0);
    int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
    int length = value.codePointCount(0, value.length());
    if (length < least || length > most) {
      throw refused(value, "must have %d to %d characters".formatted(least, most));
    }
    if (schema.has("pattern")
        && !Pattern.compile(schema.get("pattern").asText()).matcher(value).matches()) {
      throw refused(value, "must match " + schema.get("pattern").asText());
    }
    if (schema.has("enum") && !allowed().contains(value)) {
      throw refused(value, "must be one of " + String.join(", ", allowed()));
    }
    if (value.indexOf('\0') >= 0) {
      throw refused(value, "must not hold a NUL");
    }
  }

  private List<String> allowed() {
    var values = new ArrayList<String>();
    schema.get("enum").forEach(value -> values.add(value.asText()));
    return values;
  }

  ProblemException missing() {
    return Problem.of(400, "missing-parameter", name + " is missing")
        .in(name)
        .remedy("GET /api/openapi.json describes every parameter.")
        .thrown();
  }

  ProblemException refused(String value, String rule) {
    return Problem.of(
            400, "wrong-parameter", "%s %s, was %s".formatted(name, rule, Shown.of(value)))
        .in(name)
        .remedy("GET /api/openapi.json describes every parameter.")
        .thrown();
  }
}
