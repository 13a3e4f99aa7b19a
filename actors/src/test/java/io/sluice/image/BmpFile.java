package io.sluice.image;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A BMP made by hand.
 *
 * @param height negative if the topmost row comes first
 * @param depth bits a pixel; up to 8 they are indices of a table of red, blue and 254 times black
 * @param compression 0 none, 1 runs of 8 bits, 4 a JPEG, 5 a PNG
 */
record BmpFile(int width, int height, int depth, int compression) {
  private static final int HEADERS = 14 + 40;

  byte[] with(byte[] data) {
    var table = depth <= 8 ? 4 << depth : 0;
    return HandMade.bytes(
        out -> {
          out.writeBytes("BM");
          little32(out, HEADERS + table + data.length);
          out.writeInt(0);
          for (var number : new int[] {HEADERS + table, 40, width, height}) {
            little32(out, number);
          }
          out.write(new byte[] {1, 0, (byte) depth, 0});
          little32(out, compression);
          little32(out, data.length);
          out.write(new byte[16]);
          if (table > 0) {
            out.writeLong(0x0000ff00ff000000L);
            out.write(new byte[table - 8]);
          }
          out.write(data);
        });
  }

  /** Red above and blue below, or upside down: the rows in their order in the file. */
  static byte[] rows(int width, int height, byte[] first, byte[] second) {
    return HandMade.bytes(
        out -> {
          for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
              out.write(y < height / 2 ? first : second);
            }
            out.write(new byte[(4 - width * first.length % 4) % 4]);
          }
        });
  }

  private static void little32(DataOutputStream out, int number) throws IOException {
    out.writeInt(Integer.reverseBytes(number));
  }
}
