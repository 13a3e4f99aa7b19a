package io.sluice.api;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The name of a file that is sent: what a stranger's program calls it comes in, a name that a disk
 * takes comes out, and never one that leads elsewhere. Only what is behind the last slash or
 * backslash stays.
 */
final class SentName {
  private static final int MOST_BYTES = 255;

  /** A longer one is no ending, but a dot in a name. */
  private static final int LONGEST_ENDING = 20;

  private SentName() {}

  /** Empty where nothing stays of it. */
  static Optional<String> of(String given) {
    int last = Math.max(given.lastIndexOf('/'), given.lastIndexOf('\\'));
    var name = given.substring(last + 1).replaceAll("\\p{C}", "_").strip();
    return name.matches("[.]{0,2}") ? Optional.empty() : Optional.of(shortened(name));
  }

  private static String shortened(String name) {
    if (bytes(name) <= MOST_BYTES) {
      return name;
    }
    int dot = name.lastIndexOf('.');
    var ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    var begin = name.substring(0, name.length() - ending.length());
    while (bytes(begin) + bytes(ending) > MOST_BYTES) {
      begin = begin.substring(0, begin.offsetByCodePoints(begin.length(), -1));
    }
    return begin + ending;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
