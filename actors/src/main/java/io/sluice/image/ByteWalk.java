package io.sluice.image;

import java.nio.charset.StandardCharsets;

/** Numbers and names within a file's bytes. Behind the end there are zeros. */
record ByteWalk(byte[] bytes) {

  int length() {
    return bytes.length;
  }

  int at(int index) {
    return index >= 0 && index < bytes.length ? bytes[index] & 0xff : 0;
  }

  int big16(int index) {
    return at(index) << 8 | at(index + 1);
  }

  int big32(int index) {
    return big16(index) << 16 | big16(index + 2);
  }

  int little16(int index) {
    return at(index) | at(index + 1) << 8;
  }

  long little32(int index) {
    return little16(index) | (long) little16(index + 2) << 16;
  }

  /** Where this byte comes next, or the end. */
  int next(int value, int from) {
    var at = from;
    while (at < bytes.length && bytes[at] != (byte) value) {
      at++;
    }
    return at;
  }

  boolean has(String name, int index) {
    return index >= 0
        && index + name.length() <= bytes.length
        && name.equals(new String(bytes, index, name.length(), StandardCharsets.ISO_8859_1));
  }
}
