package io.sluice.tls;

import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A block of a PEM file.
 *
 * @param label what stands behind BEGIN, such as {@code CERTIFICATE}
 */
record Pem(String label, byte[] content) {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]+)-----END \\1-----");

  /**
   * @throws IllegalArgumentException if a block is not Base64, such as an encrypted one of the old
   *     form
   */
  static List<Pem> blocks(String text) {
    return BLOCK
        .matcher(text)
        .results()
        .map(block -> new Pem(block.group(1), decoded(block.group(2))))
        .toList();
  }

  private static byte[] decoded(String base64) {
    return Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
  }
}
