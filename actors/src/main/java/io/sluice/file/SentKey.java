package io.sluice.file;

import io.sluice.s3.SentObjects;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What a file that is sent is called in a bucket: names of files are bytes, keys are text. Bytes
 * that are no UTF-8, control characters, backslashes and percent signs become a percent sign and
 * two digits; all others stay.
 */
public final class SentKey {
  private static final int REPLACED = 0xfffd;

  private SentKey() {}

  /** Of a path, whose slashes stay. */
  public static String of(byte[] path) {
    var key = new StringBuilder();
    for (int at = 0; at < path.length; ) {
      int length = Math.min(length(path[at]), path.length - at);
      var sign = sign(path, at, length);
      if (sign.isEmpty()) {
        key.append("%%%02X".formatted(path[at] & 0xff));
      } else {
        key.append(sign.get());
      }
      at += sign.isEmpty() ? 1 : length;
    }
    return key.toString();
  }

  /** How long a sign of UTF-8 is that begins so. */
  private static int length(byte first) {
    int ones = Integer.numberOfLeadingZeros(~(first << 24));
    return Math.max(1, Math.min(4, ones));
  }

  /** One that a key may have as it is. */
  private static Optional<String> sign(byte[] path, int at, int length) {
    try {
      var sign =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(path, at, length)).toString();
      int code = sign.codePointAt(0);
      boolean plain =
          code != '%'
              && code != '\\'
              && code != REPLACED
              && Character.getType(code) != Character.CONTROL
              && Character.isDefined(code);
      return plain ? Optional.of(sign) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /** As it was before: what is no UTF-8 is shown as far as it is. */
  public static String decoded(String key) {
    var from = key.getBytes(StandardCharsets.UTF_8);
    var bytes = new ByteArrayOutputStream();
    for (int at = 0; at < from.length; at++) {
      boolean isEscape =
          from[at] == '%'
              && at + 2 < from.length
              && Character.digit(from[at + 1], 16) >= 0
              && Character.digit(from[at + 2], 16) >= 0;
      bytes.write(
          isEscape
              ? 16 * Character.digit(from[at + 1], 16) + Character.digit(from[at + 2], 16)
              : from[at]);
      at += isEscape ? 2 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /** What a file is called that was sent; empty for a key of other objects. */
  static Optional<String> fileName(String key) {
    return key.startsWith(SentObjects.ROOT)
        ? Optional.of(decoded(key.substring(key.lastIndexOf('/') + 1)))
        : Optional.empty();
  }
}
