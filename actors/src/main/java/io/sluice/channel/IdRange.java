package io.sluice.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A stretch of message ids.
 *
 * @param from the lowest
 * @param to the highest
 */
public record IdRange(long from, long to) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Those that the row of a channel tells of. */
  public static List<IdRange> listOf(String json) {
    try {
      return List.of(JSON.readValue(json, IdRange[].class));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return from == to ? Long.toString(from) : from + " to " + to;
  }
}
