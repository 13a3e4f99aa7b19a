package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * A line of the results of a batch of documents, as far as it tells of a category.
 *
 * @param address where it came from
 * @param filename null of what was not read
 * @param hash SHA-256 of its bytes in hexadecimal digits; null of what was not read
 * @param category null of what is not classified
 * @param review whether a person is to look at it
 */
record ClassifiedItem(
    long number, String address, String filename, String hash, String category, boolean review) {

  /** Takes each item of a batch in its order. */
  interface Taker {
    void take(ClassifiedItem item) throws IOException;
  }

  /**
   * Reads all that was stored of a batch.
   *
   * @throws IOException if its items have no categories, as those of other kinds
   */
  static void each(ApiClient api, String batch, Taker taker) throws IOException {
    var path = BatchCommand.path(batch) + "/results?format=jsonl&state=done,duplicate";
    try (var results = api.download(path, "application/jsonl")) {
      results.lines(line -> taker.take(of(batch, NodeJson.tree(line))));
    }
  }

  private static ClassifiedItem of(String batch, JsonNode line) throws IOException {
    if (!line.has("category")) {
      throw new IOException(batch + " is no batch of documents: its items have no category");
    }
    return new ClassifiedItem(
        line.path("number").asLong(),
        line.path("address").asText(),
        text(line, "filename"),
        text(line, "hash"),
        text(line, "category"),
        line.path("review").asBoolean());
  }

  private static String text(JsonNode line, String name) {
    return line.hasNonNull(name) ? line.get(name).asText() : null;
  }
}
