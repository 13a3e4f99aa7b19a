package io.sluice.standin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * A gzip file of zeros, of one member, as RFC 1952 has it: one small piece is made once and stands
 * for each mebibyte. Its pieces are shared, so that gigabytes take no memory.
 */
final class GzipBomb {
  private static final int PIECE = 1 << 20;
  private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

  /** An empty last block with fixed codes, RFC 1951 section 3.2.6. */
  private static final byte[] LAST_BLOCK = {3, 0};

  private GzipBomb() {}

  static List<byte[]> inflatingTo(long bytes) {
    var pieces = (int) (bytes / PIECE);
    var rest = (int) (bytes % PIECE);
    var body = new ArrayList<byte[]>();
    body.add(HEAD);
    body.addAll(Collections.nCopies(pieces, deflated(PIECE)));
    body.add(deflated(rest));
    body.add(LAST_BLOCK);
    body.add(tail(bytes, pieces, rest));
    return body;
  }

  /** Ends at a whole byte and refers to nothing before it, so that it can be repeated. */
  private static byte[] deflated(int zeros) {
    var deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(new byte[zeros]);
    var out = new byte[zeros / 100 + 64];
    var length = deflater.deflate(out, 0, out.length, Deflater.FULL_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  private static byte[] tail(long bytes, int pieces, int rest) {
    var crc = new CRC32();
    var zeros = new byte[PIECE];
    for (var i = 0; i < pieces; i++) {
      crc.update(zeros);
    }
    crc.update(zeros, 0, rest);
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt((int) crc.getValue())
        .putInt((int) bytes)
        .array();
  }
}
