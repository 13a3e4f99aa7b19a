package io.sluice.image;

import java.util.Arrays;

/**
 * The first bytes of a file, as far as Tika looks for its type: bytes go in, and out come one after
 * another, with zeros behind the end. To a regular expression each is a letter of its number.
 */
final class Head implements CharSequence {
  private static final int MOST = 64 << 10;

  private final byte[] bytes;
  private final int size;

  Head(byte[] bytes) {
    this.bytes = bytes;
    this.size = Math.min(bytes.length, MOST);
  }

  byte at(int place) {
    return place < size ? bytes[place] : 0;
  }

  /** How many there are, without zeros behind. */
  int size() {
    return size;
  }

  /**
   * The first place where two bytes follow one another that are among these.
   *
   * @param pairs a bit for each
   * @param to the last place that counts; what comes out is beyond it if there is none
   */
  int next(long[] pairs, int from, int to) {
    int place = from;
    int pair = at(from) & 0xff;
    for (int inside = Math.min(to, size - 2); place <= inside; place++) {
      pair = pair << Byte.SIZE & 0xff00 | bytes[place + 1] & 0xff;
      if ((pairs[pair >> 6] & 1L << pair) != 0) {
        return place;
      }
    }
    for (; place <= to; place++) {
      pair = (at(place) & 0xff) << Byte.SIZE | at(place + 1) & 0xff;
      if ((pairs[pair >> 6] & 1L << pair) != 0) {
        return place;
      }
    }
    return place;
  }

  /** These alone, for who must not change them. */
  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  @Override
  public char charAt(int place) {
    return (char) (at(place) & 0xff);
  }

  /** With zeros behind, as many as any expression looks at. */
  @Override
  public int length() {
    return 2 * MOST;
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new StringBuilder(end - start).append(this, start, end);
  }

  @Override
  public String toString() {
    return subSequence(0, size).toString();
  }
}
