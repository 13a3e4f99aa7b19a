package io.sluice.document;

import io.sluice.blob.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** What a text is known by: the same for texts that differ in white space and capitals alone. */
final class TextKey {
  private TextKey() {}

  static byte[] hash(String text) {
    return Sha256.of(
        text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").getBytes(StandardCharsets.UTF_8));
  }
}
