package io.sluice.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A message's text in all forms that exports have: a string, or pieces that are strings or objects.
 * What PostgreSQL refuses is still in it; {@link io.sluice.ledger.channel.Message} replaces that.
 *
 * @param plain the pieces joined, empty if there are none
 * @param entities all pieces as an array of objects, so that each one's place follows from the
 *     lengths before it; null where nothing is formatted
 */
record MessageText(String plain, ArrayNode entities) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  static MessageText of(ObjectNode message) {
    var text = message.path("text");
    var pieces = message.path("text_entities");
    var shown = text.isMissingNode() || text.isNull() ? pieces : text;
    var formatted = pieces.isArray() && !pieces.isEmpty() ? pieces : text;
    return new MessageText(joined(shown), entities(formatted));
  }

  /** Both, on lines of their own; of one that is empty the other. */
  MessageText and(MessageText more) {
    if (more.plain.isEmpty()) {
      return this;
    }
    if (plain.isEmpty() && entities == null) {
      return more;
    }
    var both = NODES.arrayNode();
    both.addAll(pieces()).add(plain("\n")).addAll(more.pieces());
    return new MessageText(
        plain + "\n" + more.plain, entities == null && more.entities == null ? null : both);
  }

  private ArrayNode pieces() {
    return entities == null ? NODES.arrayNode().add(plain(plain)) : entities;
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

  private static ArrayNode entities(JsonNode pieces) {
    var all = NODES.arrayNode();
    boolean formatted = false;
    if (pieces.isArray()) {
      for (var piece : pieces) {
        formatted |= piece.isObject() && !piece.path("type").asText().equals("plain");
        all.add(piece.isObject() ? piece : plain(textOf(piece)));
      }
    }
    return formatted ? all : null;
  }

  private static ObjectNode plain(String text) {
    return NODES.objectNode().put("type", "plain").put("text", text);
  }
}
