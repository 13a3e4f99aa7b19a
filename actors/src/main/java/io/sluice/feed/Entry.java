package io.sluice.feed;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/**
 * An entry of a stream, as its server gave it.
 *
 * @param id of it, such as {@code 1700000000000-0}
 * @param fields by their names; null where the entry is pending and was deleted from the stream
 * @param isLetter whether it comes from the dead letters, and may be in the stream no more
 */
record Entry(String id, Map<String, byte[]> fields, boolean isLetter) {

  Entry(String id, Map<String, byte[]> fields) {
    this(id, fields, false);
  }

  boolean isGhost() {
    return fields == null;
  }

  /** Whether the field has this text. */
  boolean isOf(String field, String text) {
    return Arrays.equals(fields.get(field), text.getBytes(StandardCharsets.UTF_8));
  }

  /** How much of the memory it takes, about. */
  long bytes() {
    long bytes = id.length();
    if (fields != null) {
      for (var field : fields.entrySet()) {
        bytes += field.getKey().length() + field.getValue().length;
      }
    }
    return bytes;
  }
}
