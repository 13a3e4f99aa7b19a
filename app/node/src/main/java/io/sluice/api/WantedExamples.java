package io.sluice.api;

import java.util.HexFormat;
import java.util.List;

/**
 * What {@code POST /api/categories/{category}/examples} takes: documents by their content, or items
 * of a batch.
 *
 * @param hashes SHA-256 in hexadecimal digits; null where a batch is named
 * @param batch its number or name; null where hashes are given
 * @param items numbers of items of the batch
 */
record WantedExamples(List<String> hashes, String batch, List<Long> items) {
  private static final JsonBody<WantedExamples> BODY =
      new JsonBody<>(WantedExamples.class, "Examples", "hashes, batch and items");
  private static final int MOST = 10_000;

  static WantedExamples read(byte[] body) {
    var wanted = BODY.read(body);
    if ((wanted.hashes == null) == (wanted.batch == null)
        || (wanted.batch == null) != (wanted.items == null)) {
      throw BODY.wrong("either hashes, or batch and items are wanted").thrown();
    }
    check("hashes", wanted.hashes);
    check("items", wanted.items);
    if (wanted.hashes != null && !wanted.hashes.stream().allMatch(WantedExamples::isHash)) {
      throw BODY.wrong("one is no SHA-256 in hexadecimal digits").in("hashes").thrown();
    }
    return wanted;
  }

  private static void check(String field, List<?> values) {
    if (values != null && (values.size() > MOST || values.contains(null))) {
      throw BODY.wrong("it has more than " + MOST + " entries, or a null").in(field).thrown();
    }
  }

  private static boolean isHash(String hash) {
    return hash.matches("[0-9a-f]{64}");
  }

  List<byte[]> contents() {
    return hashes.stream().map(HexFormat.of()::parseHex).toList();
  }
}
