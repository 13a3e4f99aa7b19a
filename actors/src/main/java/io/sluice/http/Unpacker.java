package io.sluice.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Set;

/** Bytes of a body as they were sent go in, bytes as they are meant come out. For one thread. */
interface Unpacker extends AutoCloseable {
  /** What is in a word that is more than a slip of the pen. */
  Set<String> PACKED = Set.of("gzip", "deflate", "br", "zstd", "compress");

  /**
   * Writes what there is room for. There may be more even when all that came is taken, as long as
   * the room was filled.
   *
   * @param in what it takes is taken out of it
   * @return how many bytes were written
   */
  int unpack(ByteBuf in, byte[] to, int from, int room) throws BrokenOffException;

  /** Whether nothing is missing, if no more comes. */
  boolean isWhole();

  @Override
  void close();

  /**
   * For a body that is packed so.
   *
   * @param lenient whether one that is not packed as it says is taken as it is
   */
  static Unpacker of(String encoding, String host, boolean lenient) throws BrokenOffException {
    return switch (encoding) {
      case "" -> new Bare();
      case "gzip", "x-gzip" -> new Gunzip(host, lenient);
      case "deflate" -> new Inflate(host, lenient);
      default -> {
        if (lenient && PACKED.stream().noneMatch(encoding::contains)) {
          yield new Bare();
        }
        throw new BrokenOffException(host + ": unknown content encoding " + encoding);
      }
    };
  }

  /** Whether bodies with this encoding are as long as they say. */
  static boolean isBare(Unpacker unpacker) {
    return unpacker instanceof Bare;
  }

  /** For what is not packed. */
  final class Bare implements Unpacker {
    private final ByteBuf before;

    Bare() {
      this(Unpooled.EMPTY_BUFFER);
    }

    /**
     * @param before what came before, and was taken for something else
     */
    Bare(ByteBuf before) {
      this.before = before;
    }

    @Override
    public int unpack(ByteBuf in, byte[] to, int from, int room) {
      return before.isReadable() ? moved(before, to, from, room) : moved(in, to, from, room);
    }

    private static int moved(ByteBuf in, byte[] to, int from, int room) {
      int length = Math.min(room, in.readableBytes());
      in.readBytes(to, from, length);
      return length;
    }

    @Override
    public boolean isWhole() {
      return true;
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
