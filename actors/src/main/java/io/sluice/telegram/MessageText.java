package io.sluice.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message's text in all forms that exports have: a string, or pieces that are strings or objects.
 * What PostgreSQL refuses is still in it; {@link io.sluice.ledger.Message} replaces that.
 *
 * @param plain the pieces joined, empty if there are none
 * @param entities all pieces as a JSON array of objects, so that each one's place follows from the
 *     lengths before it; null where nothing is formatted
 */
record MessageText(String plain, String entities) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static MessageText of(ObjectNode message) {
    var text = message.path("text");
    var pieces = message.path("text_entities");
    var shown = text.isMissingNode() || text.isNull() ? pieces : text;
    var formatted = pieces.isArray() && !pieces.isEmpty() ? pieces : text;
    return new MessageText(joined(shown), entities(formatted));
  }

  private static String joined(JsonNode text) {
    if (!text.isArray()) {
      return text.asText("");
    }
    var joined = new StringBuilder();
    text.forEach(piece -> joined.append(textOf(piece)));
    return joined.toString();
  }

  private static String textOf(JsonNode piece) {
    return piece.isObject() ? piece.path("text").asText("") : piece.asText("");
  }

  private static String entities(JsonNode pieces) {
    var all = NODES.arrayNode();
    boolean formatted = false;
    if (pieces.isArray()) {
      for (var piece : pieces) {
        formatted |= piece.isObject() && !piece.path("type").asText().equals("plain");
        all.add(piece.isObject() ? piece : plain(textOf(piece)));
      }
    }
    return formatted ? all.toString() : null;
  }

  private static ObjectNode plain(String text) {
    return NODES.objectNode().put("type", "plain").put("text", text);
  }
}
