package io.sluice.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Fields of entries as JSON, for the rows of dead letters: what is no text is an object with its
 * base64, and what is too long to keep one with its length.
 */
final class EntryJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 1 << 20;
  private static final String BASE64 = "base64";
  private static final String BYTES = "bytes";

  private EntryJson() {}

  static String of(Entry entry) {
    var fields = JsonNodeFactory.instance.objectNode();
    long total = 0;
    for (var field : entry.fields().entrySet()) {
      total += field.getKey().length() + field.getValue().length;
      if (total > MOST) {
        fields.set(
            field.getKey().substring(0, Math.min(100, field.getKey().length())),
            JsonNodeFactory.instance.objectNode().put(BYTES, field.getValue().length));
      } else {
        fields.set(field.getKey(), value(field.getValue()));
      }
    }
    return fields.toString();
  }

  private static JsonNode value(byte[] bytes) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return JsonNodeFactory.instance.textNode(text);
      }
    } catch (CharacterCodingException e) {
      // It is no text.
    }
    return JsonNodeFactory.instance
        .objectNode()
        .put(BASE64, Base64.getEncoder().encodeToString(bytes));
  }

  /** The entry of a dead letter again; empty if something of it was too long to keep. */
  static Optional<Entry> entry(String id, String json) {
    try {
      var fields = new LinkedHashMap<String, byte[]>();
      for (var field : ((ObjectNode) JSON.readTree(json)).properties()) {
        var value = field.getValue();
        if (value.has(BYTES)) {
          return Optional.empty();
        }
        fields.put(
            field.getKey(),
            value.has(BASE64)
                ? value.get(BASE64).binaryValue()
                : value.asText().getBytes(StandardCharsets.UTF_8));
      }
      return Optional.of(new Entry(id, Map.copyOf(fields), true));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the row of dead letter " + id, e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
