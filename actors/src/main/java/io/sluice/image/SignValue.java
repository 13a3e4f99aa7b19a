package io.sluice.image;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A sign as Tika's table of types writes it; what comes out are the bytes of a file. */
final class SignValue {
  private SignValue() {}

  /** As Tika reads values. */
  static byte[] bytes(String type, String value) {
    return switch (type) {
      case "string", "regex" -> text(value);
      case "stringignorecase" -> text(value.toLowerCase(Locale.ROOT));
      case "unicodeLE" ->
          new String(text(value), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_16LE);
      case "unicodeBE" ->
          new String(text(value), StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_16BE);
      case "host16", "little16" -> number(value, 2, true);
      case "big16" -> number(value, 2, false);
      case "host32", "little32" -> number(value, 4, true);
      case "big32" -> number(value, 4, false);
      default -> throw new IllegalStateException("Tika's table has a type " + type);
    };
  }

  private static byte[] number(String value, int length, boolean lowFirst) {
    boolean isHex = value.startsWith("0x");
    long number = Long.parseLong(isHex ? value.substring(2) : value, isHex ? 16 : 8);
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[lowFirst ? i : length - 1 - i] = (byte) (number >> 8 * i);
    }
    return bytes;
  }

  private static byte[] text(String value) {
    var bytes = new ByteArrayOutputStream();
    if (value.startsWith("0x")) {
      for (int i = 2; i + 1 < value.length(); i += 2) {
        bytes.write(Integer.parseInt(value.substring(i, i + 2), 16));
      }
      return bytes.toByteArray();
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        bytes.write(c);
        continue;
      }
      char next = value.charAt(++i);
      switch (next) {
        case '\\' -> bytes.write('\\');
        case 'r' -> bytes.write('\r');
        case 'n' -> bytes.write('\n');
        case 'x' -> {
          bytes.write(Integer.parseInt(value.substring(i + 1, i + 3), 16));
          i += 2;
        }
        default -> {
          int end = i;
          while (end < i + 3 && end < value.length() && Character.isDigit(value.charAt(end))) {
            end++;
          }
          bytes.write(Short.decode("0" + value.substring(i, end)));
          i = end - 1;
        }
      }
    }
    return bytes.toByteArray();
  }
}
