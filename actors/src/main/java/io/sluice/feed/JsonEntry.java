package io.sluice.feed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Entries whose one field is JSON, as items of lists are: bounded, since nobody trusts them. */
final class JsonEntry {
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_DEPTH = 32;
  private static final int MOST_TEXT = 64 << 10;
  private static final int MOST_DIGITS = 100;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MOST_DEPTH)
                          .maxStringLength(MOST_TEXT)
                          .maxNumberLength(MOST_DIGITS)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonEntry() {}

  /** Empty where it is another entry. */
  static Optional<JsonNode> of(Entry entry) throws UnfitException {
    if (entry.fields().size() != 1) {
      return Optional.empty();
    }
    var field = entry.fields().entrySet().iterator().next();
    var bytes = field.getValue();
    int first = first(bytes);
    if (first != '{' && first != '[') {
      return Optional.empty();
    }
    if (bytes.length > MOST_BYTES) {
      throw new UnfitException(
          "its %s is longer than %d bytes".formatted(field.getKey(), MOST_BYTES));
    }
    try {
      return Optional.of(JSON.readTree(bytes));
    } catch (JsonProcessingException e) {
      // Its own message may quote what is in it.
      var at = e.getLocation() == null ? "" : ", at byte " + e.getLocation().getByteOffset();
      throw new UnfitException("its %s is no JSON that is taken%s".formatted(field.getKey(), at));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first byte that is no white space; 0 if there is none. */
  private static int first(byte[] bytes) {
    for (byte one : bytes) {
      if (one != ' ' && one != '\n' && one != '\r' && one != '\t') {
        return one;
      }
    }
    return 0;
  }

  /** Of an object the fields as another entry would have them. */
  static Map<String, byte[]> fields(JsonNode object) {
    var fields = new HashMap<String, byte[]>();
    for (var field : object.properties()) {
      var value = field.getValue();
      if (!value.isNull()) {
        var text = value.isValueNode() ? value.asText() : value.toString();
        fields.put(field.getKey(), text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return fields;
  }
}
