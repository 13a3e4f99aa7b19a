package io.sluice.api;

import io.sluice.file.SentKey;
import io.sluice.server.Problem;
import io.sluice.server.ProblemException;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file's path in an upload: text in which each byte may be escaped comes in, as in a {@code
 * file:} address; the place on this machine comes out, under exactly these bytes and never outside
 * of the upload.
 */
final class UploadPath {
  private static final int MOST_NAME = 255;
  private static final int MOST_PARTS = 205;

  /** With what is above it and a zero at its end, as Linux has it. */
  private static final int MOST_BYTES = 4095;

  private static final int MOST_KEY = 1024;

  /** What becomes of bytes that are no UTF-8 where they are not escaped. */
  private static final char LOST = '\uFFFD';

  private UploadPath() {}

  /**
   * @throws ProblemException if no file can be called so
   */
  static Path of(Path upload, String text) {
    var above = upload.toUri().getRawPath().replaceAll("/$", "");
    var bytes = checked(text, MOST_BYTES - bytesOf(above) - 1);
    return Path.of(URI.create("file://" + above + "/" + escaped(bytes)));
  }

  /**
   * The same text.
   *
   * @throws ProblemException if no file can be called so
   */
  static String fit(String text) {
    checked(text, MOST_BYTES);
    return text;
  }

  /**
   * The key of the same file in a bucket.
   *
   * @param above what stands before it in its key, as the server knows it
   * @throws ProblemException if no object can be called so
   */
  static String key(String above, String text) {
    var key = SentKey.of(checked(text, MOST_BYTES));
    if ((above + key).getBytes(StandardCharsets.UTF_8).length > MOST_KEY) {
      throw wrong("The path is too long for S3, whose keys end at %d bytes".formatted(MOST_KEY));
    }
    return key;
  }

  /** The bytes of a path. */
  private static byte[] checked(String text, int most) {
    var bytes = bytes(text);
    if (bytes.length > most) {
      throw wrong("The path is too long");
    }
    int parts = 0;
    int start = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '/') {
        checkName(bytes, start, i);
        start = i + 1;
        parts++;
      }
    }
    if (parts > MOST_PARTS) {
      throw wrong("More than %d directories are above the file".formatted(MOST_PARTS - 1));
    }
    return bytes;
  }

  private static void checkName(byte[] bytes, int start, int end) {
    var name = Arrays.copyOfRange(bytes, start, end);
    boolean isDots =
        name.length <= 2
            && Arrays.equals(
                name, "..".substring(0, name.length).getBytes(StandardCharsets.US_ASCII));
    if (isDots || name.length > MOST_NAME) {
      throw wrong("No file is called so");
    }
    for (byte b : name) {
      if (b == 0) {
        throw wrong("No file is called so");
      }
    }
  }

  private static byte[] bytes(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == LOST) {
        throw wrong("A byte that is no UTF-8 is not escaped");
      } else if (c == '%') {
        bytes.write(16 * digit(text, i + 1) + digit(text, i + 2));
        i += 2;
      } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
        bytes.writeBytes(text.substring(i, i + 2).getBytes(StandardCharsets.UTF_8));
        i++;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private static int digit(String text, int at) {
    char c = at < text.length() ? text.charAt(at) : ' ';
    int digit = c < 128 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw wrong("Behind a % are no two hexadecimal digits");
    }
    return digit;
  }

  private static int bytesOf(String escaped) {
    return escaped.length() - 2 * (int) escaped.chars().filter(c -> c == '%').count();
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    for (byte b : bytes) {
      boolean isPlain = b > 0 && (Character.isLetterOrDigit(b) || "/._-".indexOf(b) >= 0);
      text.append(isPlain ? Character.toString(b) : "%%%02X".formatted(b & 0xFF));
    }
    return text.toString();
  }

  private static ProblemException wrong(String detail) {
    return Problem.of(400, "wrong-path", detail)
        .in("path")
        .remedy("Send files by their path, such as pictures/a.jpg, with other bytes as %25FF.")
        .thrown();
  }
}
