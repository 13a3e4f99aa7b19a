package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.sluice.http.Inflate.Deflated;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/** For bodies that say {@code gzip}: one archive after the other, as in RFC 1952. */
final class Gunzip implements Unpacker {
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;
  private static final int DEFLATED = 8;
  private static final int FIXED_HEAD = 10;
  private static final int HEAD_SUM = 2;
  private static final int EXTRA = 4;
  private static final int NAME = 8;
  private static final int COMMENT = 16;
  private static final int SUMS = 8;

  private final String host;
  private final boolean lenient;
  private final Deflated data = new Deflated(true);
  private final CRC32 sum = new CRC32();
  private Unpacker other;
  private State state = State.HEAD;

  /** Which byte of this state comes next. */
  private int at;

  private int flags;
  private int extra;
  private long sums;
  private boolean begun;

  private enum State {
    HEAD,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    HEAD_SUM,
    DATA,
    SUMS
  }

  Gunzip(String host, boolean lenient) {
    this.host = host;
    this.lenient = lenient;
  }

  @Override
  public int unpack(ByteBuf in, byte[] to, int from, int room) throws BrokenOffException {
    while (other == null) {
      if (state == State.DATA) {
        int length = inflated(in, to, from, room);
        if (length > 0 || state == State.DATA) {
          return length;
        }
      } else if (!in.isReadable()) {
        return 0;
      } else if (state == State.HEAD && at == 0) {
        first(in);
      } else {
        step(in.readUnsignedByte());
      }
    }
    return other.unpack(in, to, from, room);
  }

  private int inflated(ByteBuf in, byte[] to, int from, int room) throws BrokenOffException {
    try {
      int length = data.inflate(in, to, from, room);
      sum.update(to, from, length);
      if (data.isFinished()) {
        enter(State.SUMS);
      }
      return length;
    } catch (DataFormatException e) {
      throw new BrokenOffException(host + ": its gzip cannot be read", e);
    }
  }

  /** What does not begin as an archive is none, or what some servers fill up with behind one. */
  private void first(ByteBuf in) throws BrokenOffException {
    if (in.getUnsignedByte(in.readerIndex()) == FIRST) {
      in.skipBytes(1);
      at = 1;
    } else if (begun) {
      in.skipBytes(in.readableBytes());
    } else if (lenient) {
      other = new Bare();
    } else {
      throw none();
    }
  }

  private BrokenOffException none() {
    return new BrokenOffException(host + ": its gzip is none");
  }

  private void enter(State next) {
    state = next;
    at = 0;
  }

  private void step(int next) throws BrokenOffException {
    at++;
    switch (state) {
      case HEAD -> head(next);
      case EXTRA_LENGTH -> {
        extra |= next << 8 * (at - 1);
        if (at == 2) {
          enter(extra > 0 ? State.EXTRA : afterExtra());
        }
      }
      case EXTRA -> {
        if (at == extra) {
          enter(afterExtra());
        }
      }
      case NAME -> {
        if (next == 0) {
          enter(afterName());
        }
      }
      case COMMENT -> {
        if (next == 0) {
          enter(afterComment());
        }
      }
      case HEAD_SUM -> {
        if (at == 2) {
          enter(State.DATA);
        }
      }
      default -> sums(next);
    }
  }

  private void head(int next) throws BrokenOffException {
    if (at == 2 && next != SECOND || at == 3 && next != DEFLATED) {
      throw none();
    }
    if (at == 4) {
      flags = next;
    }
    if (at == FIXED_HEAD) {
      begun = true;
      extra = 0;
      sum.reset();
      enter((flags & EXTRA) != 0 ? State.EXTRA_LENGTH : afterExtra());
    }
  }

  private State afterExtra() {
    return (flags & NAME) != 0 ? State.NAME : afterName();
  }

  private State afterName() {
    return (flags & COMMENT) != 0 ? State.COMMENT : afterComment();
  }

  private State afterComment() {
    return (flags & HEAD_SUM) != 0 ? State.HEAD_SUM : State.DATA;
  }

  private void sums(int next) throws BrokenOffException {
    if (at <= SUMS / 2) {
      sums |= (long) next << 8 * (at - 1);
    }
    if (at == SUMS) {
      if (sums != sum.getValue()) {
        throw new BrokenOffException(host + ": its gzip is damaged");
      }
      sums = 0;
      data.restart();
      enter(State.HEAD);
    }
  }

  @Override
  public boolean isWhole() {
    return other != null || state == State.HEAD && at == 0;
  }

  @Override
  public void close() {
    data.close();
  }
}
