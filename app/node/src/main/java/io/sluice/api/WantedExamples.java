package io.sluice.api;

import java.util.HexFormat;
import java.util.List;

/**
 * What {@code POST /api/categories/{category}/examples} takes.
 *
 * @param hashes SHA-256 of documents, in hexadecimal digits
 */
record WantedExamples(List<String> hashes) {
  private static final JsonBody<WantedExamples> BODY =
      new JsonBody<>(WantedExamples.class, "Examples", "hashes");
  private static final int MOST = 10_000;

  static WantedExamples read(byte[] body) {
    var wanted = BODY.read(body);
    if (wanted.hashes == null || wanted.hashes.size() > MOST) {
      throw BODY.wrong("hashes are missing, or more than " + MOST).in("hashes").thrown();
    }
    if (!wanted.hashes.stream().allMatch(WantedExamples::isHash)) {
      throw BODY.wrong("one is no SHA-256 in hexadecimal digits").in("hashes").thrown();
    }
    return wanted;
  }

  private static boolean isHash(String hash) {
    return hash != null && hash.matches("[0-9a-f]{64}");
  }

  List<byte[]> contents() {
    return hashes.stream().map(HexFormat.of()::parseHex).toList();
  }
}
