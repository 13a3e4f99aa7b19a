package io.sluice.image;

import java.io.DataOutputStream;
import java.io.IOException;

/** Bits go in, the lowest first; bytes come out, filled from their lowest bit. */
final class LittleBits {
  private final DataOutputStream out;
  private long pending;
  private int count;

  LittleBits(DataOutputStream out) {
    this.out = out;
  }

  void write(long value, int bits) throws IOException {
    pending |= value << count;
    count += bits;
    while (count >= Byte.SIZE) {
      out.write((int) pending);
      pending >>>= Byte.SIZE;
      count -= Byte.SIZE;
    }
  }

  void flush() throws IOException {
    write(0, Byte.SIZE - 1);
  }
}
