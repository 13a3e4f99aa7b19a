package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * For bodies that say {@code deflate}. Servers mean either form by this word: with zlib's header,
 * as in RFC 9110, or without.
 */
final class Inflate implements Unpacker {
  private static final int METHOD = 0x0f;
  private static final int DEFLATED = 8;
  private static final int MOST_BEFORE = 64 << 10;

  private final String host;
  private final boolean lenient;

  /** What came until it was known to be deflated. */
  private final ByteArrayOutputStream before = new ByteArrayOutputStream(0);

  private Deflated data;
  private Unpacker other;
  private boolean begun;

  Inflate(String host, boolean lenient) {
    this.host = host;
    this.lenient = lenient;
  }

  @Override
  public int unpack(ByteBuf in, byte[] to, int from, int room) throws BrokenOffException {
    if (other != null) {
      return other.unpack(in, to, from, room);
    }
    if (data == null) {
      if (!in.isReadable()) {
        return 0;
      }
      data = new Deflated((in.getByte(in.readerIndex()) & METHOD) != DEFLATED);
    }
    int start = in.readerIndex();
    int came = in.readableBytes();
    try {
      int length = data.inflate(in, to, from, room);
      begun |= length > 0 || before.size() + came > MOST_BEFORE;
      keep(in, start, in.readerIndex() - start);
      return length;
    } catch (DataFormatException e) {
      if (!lenient || begun) {
        throw new BrokenOffException(host + ": its deflated body cannot be read", e);
      }
      in.readerIndex(start);
      other = new Bare(Unpooled.wrappedBuffer(before.toByteArray()));
      return other.unpack(in, to, from, room);
    }
  }

  private void keep(ByteBuf in, int from, int length) {
    if (!begun) {
      var bytes = new byte[length];
      in.getBytes(from, bytes);
      before.writeBytes(bytes);
    }
  }

  @Override
  public boolean isWhole() {
    return other != null || data == null || data.isFinished();
  }

  @Override
  public void close() {
    if (data != null) {
      data.close();
    }
  }

  /** One run of deflated data, without what stands around it. */
  static final class Deflated implements AutoCloseable {
    private final Inflater inflater;

    Deflated(boolean bare) {
      inflater = new Inflater(bare);
    }

    int inflate(ByteBuf in, byte[] to, int from, int room) throws DataFormatException {
      if (inflater.finished()) {
        in.skipBytes(in.readableBytes());
        return 0;
      }
      int came = in.readableBytes();
      inflater.setInput(in.nioBuffer());
      int length = inflater.inflate(to, from, room);
      if (length == 0 && inflater.needsDictionary()) {
        throw new DataFormatException("needs a dictionary");
      }
      in.skipBytes(came - inflater.getRemaining());
      return length;
    }

    boolean isFinished() {
      return inflater.finished();
    }

    void restart() {
      inflater.reset();
    }

    @Override
    public void close() {
      inflater.end();
    }
  }
}
