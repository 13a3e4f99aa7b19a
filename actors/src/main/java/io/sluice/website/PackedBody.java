package io.sluice.website;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/** Pages as the cache has them: packed for speed. */
final class PackedBody {
  private PackedBody() {}

  static byte[] pack(byte[] body) {
    var deflater = new Deflater(Deflater.BEST_SPEED);
    try (var out = new ByteArrayOutputStream(body.length / 4 + 64)) {
      try (var packed = new DeflaterOutputStream(out, deflater, 1 << 14)) {
        packed.write(body);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("to memory", e);
    } finally {
      deflater.end();
    }
  }

  /**
   * @throws IOException if it is longer than that, or nothing of ours
   */
  static byte[] unpack(byte[] packed, long most) throws IOException {
    try (var in = new InflaterInputStream(new ByteArrayInputStream(packed))) {
      var body = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, most + 1));
      if (body.length > most) {
        throw new IOException("longer than " + most + " bytes");
      }
      return body;
    }
  }
}
