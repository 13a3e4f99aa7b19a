package io.sluice.image;

import java.io.DataOutputStream;
import java.io.IOException;

/**
 * A BMP of 32 x 24 pixels of one colour, under headers of any version.
 *
 * @param version the length of its second header: 12 of OS/2, 40, 108 or 124 bytes
 * @param depth bits a pixel; up to 8 they are indices of a table whose first colour is the only one
 * @param compression 0 none, 1 and 2 runs, 3 masks
 * @param length what the file says of its own length, -1 for the truth
 */
record BmpPixels(int version, int depth, int compression, int length) {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final int OS2 = 12;

  BmpPixels(int version, int depth) {
    this(version, depth, 0, -1);
  }

  /** With blue, green, red as they stand in a table or a pixel of 24 bits. */
  byte[] of(int blue, int green, int red) {
    var table = depth <= 8 ? new byte[(version == OS2 ? 3 : 4) << depth] : new byte[0];
    if (depth <= 8) {
      table[0] = (byte) blue;
      table[1] = (byte) green;
      table[2] = (byte) red;
    }
    return file(table, new byte[0], depth <= 8 ? new byte[] {0} : bytes(blue, green, red));
  }

  /** Whatever a pixel is. */
  byte[] pixels(int... pixel) {
    return file(new byte[0], new byte[0], bytes(pixel));
  }

  byte[] runs(int blue, int green, int red) {
    var table = new byte[4 << depth];
    table[0] = (byte) blue;
    table[1] = (byte) green;
    table[2] = (byte) red;
    return file(table, new byte[0], new byte[] {WIDTH, 0, 0, 0});
  }

  byte[] profiled(byte[] profile, int... pixel) {
    return file(new byte[0], profile, bytes(pixel));
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var at = 0; at < values.length; at++) {
      bytes[at] = (byte) values[at];
    }
    return bytes;
  }

  private byte[] file(byte[] table, byte[] profile, byte[] pixel) {
    var isRuns = compression == 1 || compression == 2;
    var data = isRuns ? HEIGHT * pixel.length + 2 : WIDTH * HEIGHT * depth / 8;
    var masks = version == 40 && compression == 3 ? 12 : 0;
    var start = 14 + version + masks + table.length;
    return HandMade.bytes(
        out -> {
          out.writeBytes("BM");
          little32(out, length == -1 ? start + data + profile.length : length);
          out.writeInt(0);
          little32(out, start);
          header(out, start + data - 14, profile.length);
          out.write(table);
          for (var at = 0; at < data - (isRuns ? 2 : 0); at++) {
            out.write(pixel[at % pixel.length]);
          }
          if (isRuns) {
            out.writeShort(1);
          }
          out.write(profile);
        });
  }

  private void header(DataOutputStream out, int profileAt, int profileLength) throws IOException {
    little32(out, version);
    if (version == OS2) {
      out.writeInt(Integer.reverseBytes(WIDTH | HEIGHT << 16));
      out.write(new byte[] {1, 0, (byte) depth, 0});
      return;
    }
    little32(out, WIDTH);
    little32(out, HEIGHT);
    out.write(new byte[] {1, 0, (byte) depth, 0});
    little32(out, compression);
    out.write(new byte[20]);
    var is16 = depth == 16;
    if (compression == 3 || version > 40) {
      little32(out, is16 ? 0xf800 : 0xff0000);
      little32(out, is16 ? 0x07e0 : 0xff00);
      little32(out, is16 ? 0x001f : 0xff);
    }
    if (version > 40) {
      little32(out, compression == 3 && depth == 32 ? 0xff000000 : 0);
      out.writeBytes(profileLength > 0 ? "DEBM" : "BGRs");
      out.write(new byte[48]);
    }
    if (version == 124) {
      little32(out, 4);
      little32(out, profileLength > 0 ? profileAt : 0);
      little32(out, profileLength);
      little32(out, 0);
    }
  }

  private static void little32(DataOutputStream out, int number) throws IOException {
    out.writeInt(Integer.reverseBytes(number));
  }
}
