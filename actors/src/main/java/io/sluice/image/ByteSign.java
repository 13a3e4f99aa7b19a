package io.sluice.image;

import java.util.Arrays;

/**
 * A sign of bytes, some bits of which may not count.
 *
 * @param sign with zeros where a bit does not count, and with small letters if any case will do
 * @param mask the bits that count, for each byte of the sign
 */
record ByteSign(int first, int last, byte[] sign, byte[] mask, boolean anyCase) implements Sign {

  /**
   * As Tika reads it: the shorter one of both goes on.
   *
   * @param mask empty if all bits count
   */
  static ByteSign of(int first, int last, byte[] value, byte[] mask, boolean anyCase) {
    int length = Math.max(value.length, mask.length);
    var sign = Arrays.copyOf(value, length);
    var counted = Arrays.copyOf(mask, length);
    Arrays.fill(counted, mask.length, length, (byte) 0xff);
    for (int i = 0; i < length; i++) {
      sign[i] &= counted[i];
    }
    return new ByteSign(first, last, sign, counted, anyCase);
  }

  @Override
  public int fewest() {
    return first + sign.length;
  }

  @Override
  public boolean isAt(Head head, int place) {
    for (int i = 0; i < sign.length; i++) {
      if (!fits(i, head.at(place + i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean mayBegin(byte... bytes) {
    for (int i = 0; i < Math.min(sign.length, bytes.length); i++) {
      if (!fits(i, bytes[i])) {
        return false;
      }
    }
    return true;
  }

  private boolean fits(int place, byte found) {
    int counted = found & mask[place];
    if (anyCase && counted >= 'A' && counted <= 'Z') {
      counted += 'a' - 'A';
    }
    return (byte) counted == sign[place];
  }

  @Override
  public int weight() {
    return sign.length;
  }
}
