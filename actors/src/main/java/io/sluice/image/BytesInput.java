package io.sluice.image;

import javax.imageio.stream.ImageInputStreamImpl;

/** A byte array as a reader's input. The JDK's own streams copy it, to memory or to a file. */
final class BytesInput extends ImageInputStreamImpl {
  private final byte[] bytes;

  BytesInput(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int read() {
    bitOffset = 0;
    return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xff : -1;
  }

  @Override
  public int read(byte[] to, int offset, int length) {
    bitOffset = 0;
    if (length == 0) {
      return 0;
    }
    var count = (int) Math.min(length, bytes.length - streamPos);
    if (count <= 0) {
      return -1;
    }
    System.arraycopy(bytes, (int) streamPos, to, offset, count);
    streamPos += count;
    return count;
  }
}
