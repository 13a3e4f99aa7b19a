package io.sluice.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** JPEGs whose coding no Java writer has, made by hand (ITU T.81). */
final class JpegFile {
  private static final int BASELINE = 0xc0;
  private static final int PROGRESSIVE = 0xc2;
  private static final int LOSSLESS = 0xc3;
  private static final int MOST_BLOCKS = 14;

  private JpegFile() {}

  /** Lossless, each sample the difference from its left neighbour; two halves of these samples. */
  static byte[] lossless(int width, int height, int[] left, int[] right) {
    return HandMade.bytes(
        out -> {
          out.writeShort(0xffd8);
          frame(out, LOSSLESS, 8, width, height, new int[left.length]);
          // Nine categories of four bits each.
          table(out, 0, 9);
          scan(out, left.length, 0, 1, 0);
          var bits = new BigBits();
          var before = new int[left.length];
          Arrays.fill(before, 128);
          for (var y = 0; y < height; y++) {
            for (var x = 0; x < width; x++) {
              var samples = x < width / 2 ? left : right;
              for (var component = 0; component < left.length; component++) {
                // The first of a row is predicted from the row above.
                bits.difference(samples[component] - before[component]);
                before[component] = x == width - 1 ? left[component] : samples[component];
              }
            }
          }
          bits.to(out);
          out.writeShort(0xffd9);
        });
  }

  /** Baseline, light grey, at little cost however large. */
  static byte[] baseline(int width, int height) {
    return HandMade.bytes(
        out -> {
          start(out, BASELINE, width, height);
          table(out, 0, 9);
          table(out, 0x10, 1);
          scan(out, 3, 0, 63, 0);
          var bits = new BigBits();
          bits.difference(40);
          bits.zeros(8 * 6 * blocks(width, height, 16));
          bits.to(out);
          out.writeShort(0xffd9);
        });
  }

  /** Progressive, light grey, at little cost however large. */
  static byte[] progressive(int width, int height) {
    return HandMade.bytes(
        out -> {
          start(out, PROGRESSIVE, width, height);
          table(out, 0, 9);
          scan(out, 3, 0, 0, 0);
          var bits = new BigBits();
          bits.difference(40);
          bits.zeros(4 * 6 * blocks(width, height, 16));
          bits.to(out);
          table(out, 0x10, MOST_BLOCKS + 1);
          for (var component = 0; component < 3; component++) {
            scan(out, -component - 1, 1, 63, 0);
            endOfBlocks(blocks(width, height, component == 0 ? 8 : 16)).to(out);
          }
          out.writeShort(0xffd9);
        });
  }

  /** A frame's header, a scan's header and the end. */
  static byte[] hollow(int marker, int precision, int width, int height) {
    return HandMade.bytes(
        out -> {
          out.writeShort(0xffd8);
          frame(out, marker, precision, width, height, new int[] {0x11, 0x11, 0x11});
          scan(out, 3, 0, 63, 0);
          out.writeShort(0xffd9);
        });
  }

  static byte[] hollow(int width, int height) {
    return hollow(BASELINE, 8, width, height);
  }

  private static int blocks(int width, int height, int side) {
    return ((width + side - 1) / side) * ((height + side - 1) / side);
  }

  /** Bands of nothing for so many blocks, as long as they may be. */
  private static BigBits endOfBlocks(int blocks) {
    var bits = new BigBits();
    var left = blocks;
    while (left > 0) {
      var power = Math.min(MOST_BLOCKS, 31 - Integer.numberOfLeadingZeros(left));
      bits.write(power, 4);
      bits.write(0, power);
      left -= 1 << power;
    }
    return bits;
  }

  private static void start(DataOutputStream out, int marker, int width, int height)
      throws IOException {
    out.writeShort(0xffd8);
    out.writeInt(0xffdb0043);
    out.write(0);
    for (var coefficient = 0; coefficient < 64; coefficient++) {
      out.write(16);
    }
    frame(out, marker, 8, width, height, new int[] {0x22, 0x11, 0x11});
  }

  /**
   * @param samplings of each component, 0 for one by one
   */
  private static void frame(
      DataOutputStream out, int marker, int precision, int width, int height, int[] samplings)
      throws IOException {
    out.writeShort(0xff00 | marker);
    out.writeShort(8 + 3 * samplings.length);
    out.write(precision);
    out.writeShort(height);
    out.writeShort(width);
    out.write(samplings.length);
    for (var component = 0; component < samplings.length; component++) {
      out.write(component + 1);
      out.write(samplings[component] == 0 ? 0x11 : samplings[component]);
      out.write(0);
    }
  }

  /** Symbols 0, 1, 2 and so on of four bits each, or sixteen times that for bands. */
  private static void table(DataOutputStream out, int number, int symbols) throws IOException {
    out.writeShort(0xffc4);
    out.writeShort(2 + 17 + symbols);
    out.write(number);
    for (var length = 1; length <= 16; length++) {
      out.write(length == 4 ? symbols : 0);
    }
    for (var symbol = 0; symbol < symbols; symbol++) {
      out.write(number == 0 ? symbol : symbol << 4);
    }
  }

  /**
   * @param components how many, or minus the one of which there is a scan
   */
  private static void scan(DataOutputStream out, int components, int first, int last, int bits)
      throws IOException {
    var count = Math.max(1, components);
    out.writeShort(0xffda);
    out.writeShort(6 + 2 * count);
    out.write(count);
    for (var component = 1; component <= count; component++) {
      out.write(components < 0 ? -components : component);
      out.write(0);
    }
    out.write(first);
    out.write(last);
    out.write(bits);
  }

  /** Bits, the highest first, with a zero behind each byte of ones. */
  private static final class BigBits {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int pending;
    private int count;

    void write(int value, int bits) {
      for (var bit = bits - 1; bit >= 0; bit--) {
        pending = pending << 1 | value >> bit & 1;
        if (++count == Byte.SIZE) {
          bytes.write(pending);
          if ((pending & 0xff) == 0xff) {
            bytes.write(0);
          }
          count = 0;
        }
      }
    }

    void zeros(int bits) {
      write(0, Math.min(bits, Byte.SIZE - count));
      bytes.writeBytes(new byte[bits / Byte.SIZE]);
    }

    /** A category of four bits, and the difference within it. */
    void difference(int difference) {
      var category = 32 - Integer.numberOfLeadingZeros(Math.abs(difference));
      write(category, 4);
      write(difference < 0 ? difference + (1 << category) - 1 : difference, category);
    }

    void to(DataOutputStream out) throws IOException {
      write(-1, (Byte.SIZE - count) % Byte.SIZE);
      bytes.writeTo(out);
    }
  }
}
