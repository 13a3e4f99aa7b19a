package io.sluice.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.terminal.Printable;
import java.io.IOException;

/** JSON as the node speaks it: bytes and trees go in, records and lines come out. */
final class NodeJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private NodeJson() {}

  static JsonNode tree(byte[] json) throws IOException {
    return MAPPER.readTree(json);
  }

  static JsonNode tree(String json) throws IOException {
    return MAPPER.readTree(json);
  }

  /**
   * @throws AwayException if it is JSON of another form, so that who answers is no node
   */
  static <T> T read(JsonNode tree, Class<T> type) throws AwayException {
    try {
      var read = tree == null ? null : MAPPER.treeToValue(tree, type);
      if (read != null) {
        return read;
      }
      throw new AwayException("the answer is empty where a node's has content", null);
    } catch (JsonProcessingException e) {
      throw new AwayException(
          "the answer has another form than a node's (%s): is --url right, and is its node of this"
                  .formatted(Printable.text(e.getOriginalMessage()))
              + " version?",
          e);
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /** In one line. */
  static String line(JsonNode tree) {
    return Printable.json(tree.toString());
  }

  static byte[] bytes(JsonNode tree) throws IOException {
    return MAPPER.writeValueAsBytes(tree);
  }
}
