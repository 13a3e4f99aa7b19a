package io.sluice.sheet;

/** Counts what is UTF-8 in a stream of bytes, and what is not. */
final class Utf8Tally {
  private long whole;
  private long wrong;

  /** Bytes that have to follow; how many of the sign were seen. */
  private int missing;

  private int seen;

  void count(byte[] bytes, int length) {
    for (int i = 0; i < length; i++) {
      int one = bytes[i];
      if (one >= 0 && missing == 0) {
        continue;
      }
      next(one & 0xff);
    }
  }

  private void next(int one) {
    if (missing > 0) {
      if ((one & 0xc0) == 0x80) {
        seen++;
        missing--;
        whole += missing == 0 ? 1 : 0;
        return;
      }
      wrong += seen;
      missing = 0;
    }
    if (one >= 0x80) {
      begin(one);
    }
  }

  private void begin(int one) {
    seen = 1;
    missing = one >= 0xc2 && one < 0xe0 ? 1 : one >= 0xe0 && one < 0xf0 ? 2 : 0;
    missing = one >= 0xf0 && one < 0xf5 ? 3 : missing;
    wrong += missing == 0 ? 1 : 0;
  }

  /** Signs outside of ASCII. */
  long whole() {
    return whole;
  }

  /** Bytes that are part of none. */
  long wrong() {
    return missing > 0 ? wrong + seen : wrong;
  }
}
