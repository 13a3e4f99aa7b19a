package io.sluice.file;

import io.sluice.blob.Draft;
import java.util.HexFormat;

/**
 * A file that was read to its end.
 *
 * @param draft its bytes in the store
 * @param hash SHA-256 of these
 * @param size how many they are
 * @param mimeType by what they are
 * @param name as people read it
 */
record FileContent(Draft draft, byte[] hash, long size, String mimeType, String name) {

  /** Where it is kept: the same content is one blob. */
  String key() {
    var hex = HexFormat.of().formatHex(hash);
    return "files/%s/%s/%s".formatted(hex.substring(0, 2), hex.substring(2, 4), hex);
  }
}
