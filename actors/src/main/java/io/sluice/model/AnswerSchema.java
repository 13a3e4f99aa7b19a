package io.sluice.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What an answer has to look like: an object with these fields. It is told to the endpoint, and
 * checked here all the same, since not every endpoint obeys it.
 *
 * @param name that endpoints want for it
 * @param fields in the order in which they are answered
 */
public record AnswerSchema(String name, List<AnswerField> fields) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What some models write around the object. */
  private static final Pattern THOUGHT = Pattern.compile("(?s)^\\s*<think>.*?</think>");

  private static final Pattern FENCED = Pattern.compile("(?s)^\\s*```\\w*\\s(.*)```\\s*$");

  public AnswerSchema {
    fields = List.copyOf(fields);
    if (!name.matches("[a-zA-Z0-9_-]{1,64}")) {
      throw new IllegalArgumentException("a schema cannot be named " + name);
    }
  }

  /** As JSON Schema. */
  ObjectNode json() {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var field : fields) {
      var property =
          properties
              .putObject(field.name())
              .put("type", "string")
              .put("description", field.about());
      if (!field.oneOf().isEmpty()) {
        var values = property.putArray("enum");
        field.oneOf().forEach(values::add);
      }
      required.add(field.name());
    }
    return schema.put("additionalProperties", false);
  }

  /**
   * The fields of an answer.
   *
   * @throws IllegalArgumentException if it is not of this form; what it says is for people
   */
  Map<String, String> read(String content) {
    var bare = FENCED.matcher(THOUGHT.matcher(content).replaceFirst("")).replaceFirst("$1");
    if (bare.isBlank()) {
      throw new IllegalArgumentException("it is nothing but white space");
    }
    var answer = tree(bare);
    var values = new LinkedHashMap<String, String>();
    fields.forEach(field -> values.put(field.name(), value(answer, field)));
    return values;
  }

  private static JsonNode tree(String text) {
    try {
      var answer = JSON.readTree(text);
      if (answer.isObject()) {
        return answer;
      }
    } catch (JacksonException e) {
      // Told below.
    }
    throw new IllegalArgumentException("it is no object of JSON: " + SaidLine.of(text));
  }

  private static String value(JsonNode answer, AnswerField field) {
    var value = answer.path(field.name());
    if (!value.isTextual()) {
      throw new IllegalArgumentException("it has no text \"" + field.name() + "\"");
    }
    var text = value.textValue().strip();
    if (field.oneOf().isEmpty()) {
      return SaidLine.cut(text, field.mostCharacters());
    }
    return field.oneOf().stream()
        .filter(allowed -> allowed.equals(text))
        .findFirst()
        .or(() -> field.oneOf().stream().filter(text::equalsIgnoreCase).findFirst())
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "its \"%s\" is none of those allowed: %s"
                        .formatted(field.name(), SaidLine.of(text))));
  }
}
