package io.sluice.s3;

import io.sluice.blob.DraftMemory;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** What a draft has written while it is small and there is memory for it. */
final class HeldBytes {
  private static final int FIRST = 16 << 10;

  private final DraftMemory memory;
  private byte[] array = new byte[0];
  private int length;

  HeldBytes(DraftMemory memory) {
    this.memory = memory;
  }

  /** Whether they are in here now; otherwise nothing of them is. */
  boolean add(ByteBuffer bytes) {
    int needed = length + bytes.remaining();
    if (needed > PartBuffers.LENGTH || needed > array.length && !grow(needed)) {
      return false;
    }
    int more = bytes.remaining();
    bytes.get(array, length, more);
    length += more;
    return true;
  }

  private boolean grow(int needed) {
    int wanted = Math.min(PartBuffers.LENGTH, Math.max(FIRST, Math.max(needed, 2 * array.length)));
    int first = array.length == 0 ? needed : wanted;
    if (!memory.take(first - array.length)) {
      return false;
    }
    array = Arrays.copyOf(array, first);
    return true;
  }

  Bucket.Bytes bytes() {
    return new Bucket.Bytes(array, length);
  }

  byte[] copy() {
    return Arrays.copyOf(array, length);
  }

  ByteBuffer buffer() {
    return ByteBuffer.wrap(array, 0, length);
  }

  int length() {
    return length;
  }

  void release() {
    memory.giveBack(array.length);
    array = new byte[0];
    length = 0;
  }
}
