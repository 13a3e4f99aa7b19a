package io.sluice.image;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A PNG of any kind, made by hand.
 *
 * @param depth bits a sample
 * @param type 0 grey, 2 RGB, 3 palette, 4 grey and alpha, 6 RGB and alpha
 * @param interlaced by Adam7
 */
record PngFile(int width, int height, int depth, int type, boolean interlaced) {
  private static final int[][] ADAM7 = {
    {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
  };
  private static final int[][] ALL = {{0, 0, 1, 1}};

  PngFile(int depth, int type) {
    this(32, 24, depth, type, false);
  }

  /** The left half of these samples, the right half of those. */
  byte[] halves(int[] left, int[] right, Chunk... chunks) {
    return file(deflated(pixels((x, y) -> x < width / 2 ? left : right)), chunks);
  }

  /** All samples zero, at little cost however large. */
  byte[] empty() {
    var samples = new int[] {1, 1, 3, 1, 2, 1, 4}[type];
    var row = new byte[1 + (width * samples * depth + 7) / 8];
    return file(
        HandMade.bytes(
            out -> {
              var deflating = new DeflaterOutputStream(out, new Deflater(1), 1 << 16);
              for (var y = 0; y < height; y++) {
                deflating.write(row);
              }
              deflating.finish();
            }));
  }

  /** Whatever its data are. */
  byte[] file(byte[] data, Chunk... chunks) {
    return HandMade.bytes(
        out -> {
          out.writeLong(0x89504e470d0a1a0aL);
          HandMade.chunk(
              out,
              "IHDR",
              HandMade.bytes(
                  header -> {
                    header.writeInt(width);
                    header.writeInt(height);
                    header.write(new byte[] {(byte) depth, (byte) type, 0, 0});
                    header.writeBoolean(interlaced);
                  }));
          for (var chunk : chunks) {
            HandMade.chunk(out, chunk.name, chunk.content);
          }
          HandMade.chunk(out, "IDAT", data);
          HandMade.chunk(out, "IEND", new byte[0]);
        });
  }

  static byte[] deflated(byte[] bytes) {
    return HandMade.bytes(
        out -> {
          var deflating = new DeflaterOutputStream(out);
          deflating.write(bytes);
          deflating.finish();
        });
  }

  byte[] pixels(Samples samples) {
    return HandMade.bytes(
        out -> {
          for (var pass : interlaced ? ADAM7 : ALL) {
            for (var y = pass[1]; y < height; y += pass[3]) {
              if (pass[0] < width) {
                row(out, samples, y, pass[0], pass[2]);
              }
            }
          }
        });
  }

  private void row(DataOutputStream out, Samples samples, int y, int from, int step)
      throws IOException {
    out.write(0);
    var row = new ByteArrayOutputStream();
    var bits = 0;
    var pending = 0;
    for (var x = from; x < width; x += step) {
      for (var sample : samples.at(x, y)) {
        pending = pending << depth | sample;
        bits += depth;
        while (bits >= 8) {
          bits -= 8;
          row.write(pending >> bits);
        }
      }
    }
    if (bits > 0) {
      row.write(pending << 8 - bits);
    }
    row.writeTo(out);
  }

  interface Samples {
    int[] at(int x, int y);
  }

  record Chunk(String name, byte[] content) {
    /** Of unsigned bytes. */
    static Chunk of(String name, int... bytes) {
      return new Chunk(
          name,
          HandMade.bytes(
              out -> {
                for (var value : bytes) {
                  out.write(value);
                }
              }));
    }
  }
}
