package io.sluice.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Text that would steer a terminal and begin lines of its own, and what shows that it did not. */
public final class Steering {
  private static final String LINE = "FORGED";

  /** Clears the screen, sets its title, deletes, turns the text, and ends the line in all ways. */
  public static final String TEXT =
      "\u001b[2J\u001b]0;x\u0007\u009b31m\b\u007f\u061c\u202e\u2066\ud800\f\u000b"
          + "\t\u0085\u2028\u2029\r"
          + LINE
          + "\n"
          + LINE
          + "\r\n"
          + LINE
          + "\n\n";

  /** As far as the name of a file can hold it. */
  public static final String FILE = TEXT.replace("\ud800", "");

  private static final Pattern RAW =
      Pattern.compile(
          "[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u061C\\u202A-\\u202E\\u2066-\\u2069&&[^\\n]]");
  private static final Pattern FORGED = Pattern.compile("(?m)^\\W*" + LINE);

  private Steering() {}

  /** Puts it into every text and every name of a count, but for fields that are to stay. */
  public static UnaryOperator<JsonNode> everywhereBut(Set<String> plain) {
    return json -> in(json, "", plain);
  }

  private static JsonNode in(JsonNode json, String field, Set<String> plain) {
    if (plain.contains(field)) {
      return json;
    }
    if (json.isTextual()) {
      return TextNode.valueOf(json.asText() + TEXT);
    }
    if (json instanceof ArrayNode array) {
      var changed = JsonNodeFactory.instance.arrayNode();
      array.forEach(element -> changed.add(in(element, field, plain)));
      return changed;
    }
    if (!json.isObject()) {
      return json;
    }
    var changed = JsonNodeFactory.instance.objectNode();
    boolean counts = !json.isEmpty() && json.properties().stream().allMatch(Steering::isCount);
    json.properties()
        .forEach(
            entry ->
                changed.set(
                    counts ? entry.getKey() + TEXT : entry.getKey(),
                    in(entry.getValue(), entry.getKey(), plain)));
    return changed;
  }

  private static boolean isCount(java.util.Map.Entry<String, JsonNode> entry) {
    return entry.getValue().isIntegralNumber()
        && entry.getKey().matches("[a-z]+")
        && !Set.of("id", "from", "to", "read").contains(entry.getKey());
  }

  /** Nothing of it is raw in what was printed, and none of its lines stands as a line. */
  public static void assertHarmless(String printed) {
    assertThat(printed).doesNotContainPattern(RAW).doesNotContainPattern(FORGED);
  }

  /** The same, and that it was there at all. */
  public static void assertTamed(String printed) {
    assertHarmless(printed);
    assertThat(printed).contains(LINE);
  }
}
