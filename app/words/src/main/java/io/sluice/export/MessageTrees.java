package io.sluice.export;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.JsonNodeDeserializer;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Trees of JSON in which no value is lost where a field is written twice: Telegram Desktop 5.9 did
 * so with {@code text}, the second time with nothing in it. Of two with content the first stays,
 * and the other goes into a field that nobody knows, and so is counted as left out.
 */
public final class MessageTrees extends JsonNodeDeserializer {
  private static final String AGAIN = " (again)";
  private static final String OFTEN = " (again and again)";

  @Override
  protected void _handleDuplicateField(
      JsonParser parser,
      DeserializationContext context,
      JsonNodeFactory nodes,
      String name,
      ObjectNode object,
      JsonNode first,
      JsonNode second) {
    if (isEmpty(first)) {
      return;
    }
    object.set(name, first);
    if (second.isValueNode() && (isEmpty(second) || second.equals(first))) {
      return;
    }
    // What a list or an object holds is not read yet.
    if (!object.has(name + AGAIN)) {
      object.set(name + AGAIN, second);
    } else if (object.get(name + OFTEN) instanceof ArrayNode others) {
      others.add(second);
    } else {
      object.putArray(name + OFTEN).add(second);
    }
  }

  /** Whether a value is null, a text of nothing, or a list or an object with nothing in it. */
  public static boolean isEmpty(JsonNode value) {
    return value.isNull()
        || value.isTextual() && value.textValue().isEmpty()
        || value.isContainerNode() && value.isEmpty();
  }
}
