package io.sluice.feed;

import java.util.Map;

/**
 * An entry of a stream, as its server gave it.
 *
 * @param id of it, such as {@code 1700000000000-0}
 * @param fields by their names; null where the entry is pending and was deleted from the stream
 */
record Entry(String id, Map<String, byte[]> fields) {

  boolean isGhost() {
    return fields == null;
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
