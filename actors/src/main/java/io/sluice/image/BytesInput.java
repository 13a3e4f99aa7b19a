package io.sluice.image;

import java.io.EOFException;
import java.util.Arrays;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStreamImpl;

/** A byte array as a reader's input. The JDK's own streams copy it, to memory or to a file. */
final class BytesInput extends ImageInputStreamImpl {
  /** TwelveMonkeys' reader of lossless WebP looks so far ahead of the bits that it takes. */
  private static final int LOOK_AHEAD = 8;

  private static final int MOST_READS_BEHIND_END = 1000;

  private final Patch patch;
  private final byte[] bytes;
  private final int zeros;
  private int readsBehindEnd;

  BytesInput(byte[] bytes) {
    this(Patch.NONE, bytes, 0);
  }

  private BytesInput(Patch patch, byte[] bytes, int zeros) {
    this.patch = patch;
    this.bytes = bytes;
    this.zeros = zeros;
  }

  /**
   * For a reader that looks ahead and, at the end, goes on without data: some zeros come behind the
   * bytes, and to ask for more again and again is an error.
   */
  static BytesInput forLookingAhead(byte[] bytes) {
    return new BytesInput(Patch.NONE, bytes, LOOK_AHEAD);
  }

  /** With some of its bytes replaced. */
  static BytesInput patched(byte[] bytes, Patch patch) {
    return new BytesInput(patch, bytes, 0);
  }

  /**
   * What a reader sees in place of a file's own bytes.
   *
   * @param from where, within the file
   */
  record Patch(int from, byte[] bytes) {
    private static final Patch NONE = new Patch(0, new byte[0]);

    private boolean has(int at) {
      return at >= from && at - from < bytes.length;
    }
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read() throws IIOException {
    bitOffset = 0;
    if (streamPos >= bytes.length + zeros) {
      return end();
    }
    var at = (int) streamPos++;
    if (patch.has(at)) {
      return patch.bytes[at - patch.from] & 0xff;
    }
    return at < bytes.length ? bytes[at] & 0xff : 0;
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IIOException {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    var count = (int) Math.min(length, bytes.length + zeros - streamPos);
    if (count <= 0) {
      return end();
    }
    var from = (int) Math.min(streamPos, bytes.length);
    var stored = Math.min(count, bytes.length - from);
    System.arraycopy(bytes, from, to, offset, stored);
    for (var at = Math.max(from, patch.from); at < from + stored && patch.has(at); at++) {
      to[offset + at - from] = patch.bytes[at - patch.from];
    }
    Arrays.fill(to, offset + stored, offset + count, (byte) 0);
    streamPos += count;
    return count;
  }

  private int end() throws IIOException {
    readsBehindEnd++;
    if (zeros > 0 && readsBehindEnd > MOST_READS_BEHIND_END) {
      throw new IIOException("the file ends early", new EOFException());
    }
    return -1;
  }
}
