package io.sluice.image;

/**
 * Whether bytes without any sign are text, by the rules of Tika's TextStatistics: nearly no control
 * bytes, and either nearly all of it ASCII or bytes that UTF-8 may have, as many of each kind.
 */
final class PlainText {
  /** So many are counted in one long: each count of these has ten bits. */
  private static final int BLOCK = 256;

  private static final int COUNT_BITS = 10;
  private static final int CONTROL = 0;
  private static final int ASCII = COUNT_BITS;
  private static final int LEADING = 2 * COUNT_BITS;
  private static final int EXPECTED = 3 * COUNT_BITS;
  private static final int FOLLOWING = 4 * COUNT_BITS;
  private static final int FOREIGN = 5 * COUNT_BITS;

  /** What a byte adds to the counts. */
  private static final long[] COUNTED = new long[256];

  static {
    for (int value = 0; value < COUNTED.length; value++) {
      COUNTED[value] = counted(value);
    }
  }

  private final byte[] bytes;
  private final int total;
  private int control;
  private int ascii;
  private int leading;

  /** How many must follow those that lead. */
  private int expected;

  private int following;
  private int foreign;

  private PlainText(byte[] bytes, int total) {
    this.bytes = bytes;
    this.total = total;
  }

  private static long counted(int value) {
    if (value < 0x20) {
      boolean isUsual = "\t\n\r\f\u001b".indexOf(value) >= 0;
      return isUsual ? 0 : 1L << CONTROL;
    }
    if (value < 0x80) {
      return 1L << ASCII;
    }
    if (value < 0xc0) {
      return 1L << FOLLOWING;
    }
    if (value < 0xf8) {
      int follow = value < 0xe0 ? 1 : value < 0xf0 ? 2 : 3;
      return (1L << LEADING) + ((long) follow << EXPECTED);
    }
    return 1L << FOREIGN;
  }

  /** Whether the first of these bytes are. */
  static boolean isIn(byte[] bytes, int total) {
    return new PlainText(bytes, total).isText();
  }

  private boolean isText() {
    for (int start = 0; start < total; start += BLOCK) {
      count(start, Math.min(start + BLOCK, total));
      if (control * 100 >= total * 2) {
        // Too many, whatever comes.
        return false;
      }
    }
    return isMostlyAscii() || looksLikeUtf8();
  }

  private void count(int start, int end) {
    long counts = 0;
    for (int place = start; place < end; place++) {
      counts += COUNTED[bytes[place] & 0xff];
    }
    add(counts);
  }

  private void add(long counts) {
    control += count(counts, CONTROL);
    ascii += count(counts, ASCII);
    leading += count(counts, LEADING);
    expected += count(counts, EXPECTED);
    following += count(counts, FOLLOWING);
    foreign += count(counts, FOREIGN);
  }

  private static int count(long counts, int shift) {
    return (int) (counts >> shift) & (1 << COUNT_BITS) - 1;
  }

  private boolean isMostlyAscii() {
    return total > 0
        && control * 100 < total * 2
        && (total - leading - following - foreign - control) * 100 > total * 90;
  }

  private boolean looksLikeUtf8() {
    int utf8 = ascii + leading;
    return utf8 > 0
        && following <= expected
        && following >= expected - 3
        && foreign == 0
        && control * 100 < utf8 * 2;
  }
}
