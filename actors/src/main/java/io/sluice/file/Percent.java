package io.sluice.file;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** Bytes as addresses have them: what is no plain sign is a percent sign and two digits. */
final class Percent {
  /** A percent sign that begins no escape. */
  static final Pattern BARE = Pattern.compile("%(?!\\p{XDigit}{2})");

  private static final String PLAIN = "-._~/";

  private Percent() {}

  /** Of a path, whose slashes stay. */
  static String escaped(byte[] path) {
    var out = new StringBuilder(path.length);
    for (var one : path) {
      char c = (char) (one & 0xff);
      boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
      out.append(plain ? Character.toString(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  /** Of an address, of which only what is no ASCII is escaped. */
  static String ascii(byte[] address) {
    var out = new StringBuilder(address.length);
    for (var one : address) {
      out.append(one >= 0 ? Character.toString(one) : "%%%02X".formatted(one & 0xff));
    }
    return out.toString();
  }

  /** As people read it: what is no UTF-8 is shown as far as it is. All escapes are whole. */
  static String decoded(String escaped) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length(); i++) {
      boolean isEscape = escaped.charAt(i) == '%';
      bytes.write(isEscape ? Integer.parseInt(escaped, i + 1, i + 3, 16) : escaped.charAt(i));
      i += isEscape ? 2 : 0;
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
