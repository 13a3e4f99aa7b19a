package io.sluice.client;

import java.nio.charset.StandardCharsets;

/** Names from outside, as a file or folder of this machine can have them. */
final class FolderName {
  /** What is left of the 255 that file systems have, for numbers and endings. */
  private static final int MOST_BYTES = 200;

  private FolderName() {}

  static String of(String name) {
    var plain = name.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}/\\\\:*?\"<>|]", "_").strip();
    plain = plain.startsWith(".") ? "_" + plain.substring(1) : plain;
    return plain.isEmpty() ? "_" : shortened(plain);
  }

  /** {@code a-17.pdf} of {@code a.pdf}. */
  static String numbered(String name, long number) {
    int dot = name.lastIndexOf('.');
    return dot <= 0
        ? name + "-" + number
        : name.substring(0, dot) + "-" + number + name.substring(dot);
  }

  /** Its ending tells of what kind a file is, and stays. */
  private static String shortened(String name) {
    if (bytes(name) <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    var ending = dot > 0 && bytes(name.substring(dot)) < MOST_BYTES / 2 ? name.substring(dot) : "";
    int end = name.length() - ending.length();
    while (bytes(name.substring(0, end)) + bytes(ending) > MOST_BYTES) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end) + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
