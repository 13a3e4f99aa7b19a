package io.sluice.image;

import io.sluice.image.PngFile.Chunk;
import java.io.DataOutputStream;
import java.io.IOException;

/** WebP files made by hand of chunks, the pixels of one colour. */
final class WebpFile {
  static final int ICCP = 0x20;
  static final int ALPHA = 0x10;
  static final int EXIF = 0x08;
  static final int ANIMATED = 0x02;

  private WebpFile() {}

  static byte[] of(Chunk... chunks) {
    var content =
        HandMade.bytes(
            out -> {
              out.writeBytes("WEBP");
              for (var chunk : chunks) {
                write(out, chunk);
              }
            });
    return HandMade.bytes(
        out -> {
          out.writeBytes("RIFF");
          out.writeInt(Integer.reverseBytes(content.length));
          out.write(content);
        });
  }

  /** The header of the extended format. */
  static Chunk canvas(int flags, int width, int height) {
    return new Chunk(
        "VP8X",
        HandMade.bytes(
            out -> {
              out.writeInt(flags << 24);
              size(out, width, height);
            }));
  }

  /** Lossless, of one colour: prefix codes of a single symbol need no bit a pixel. */
  static Chunk lossless(int width, int height, int red, int green, int blue, int alpha) {
    return new Chunk(
        "VP8L",
        HandMade.bytes(
            out -> {
              out.write(0x2f);
              var bits = new LittleBits(out);
              bits.write(width - 1, 14);
              bits.write(height - 1, 14);
              bits.write(alpha == 255 ? 0 : 1, 1);
              bits.write(0, 3 + 3);
              for (var symbol : new int[] {green, red, blue, alpha, 0}) {
                bits.write(0b101, 3);
                bits.write(symbol, 8);
              }
              bits.flush();
            }));
  }

  static byte[] animation(int width, int height, Chunk... frames) {
    var chunks = new Chunk[frames.length + 2];
    chunks[0] = canvas(ANIMATED, width, height);
    chunks[1] = new Chunk("ANIM", new byte[6]);
    System.arraycopy(frames, 0, chunks, 2, frames.length);
    return of(chunks);
  }

  /** A frame of an animation; left and top are even numbers. */
  static Chunk frame(int left, int top, int width, int height, Chunk pixels) {
    return new Chunk(
        "ANMF",
        HandMade.bytes(
            out -> {
              little24(out, left / 2);
              little24(out, top / 2);
              size(out, width, height);
              out.writeInt(100 << 24);
              write(out, pixels);
            }));
  }

  private static void size(DataOutputStream out, int width, int height) throws IOException {
    little24(out, width - 1);
    little24(out, height - 1);
  }

  private static void little24(DataOutputStream out, int number) throws IOException {
    out.write(number);
    out.write(number >> 8);
    out.write(number >> 16);
  }

  private static void write(DataOutputStream out, Chunk chunk) throws IOException {
    out.writeBytes(chunk.name());
    out.writeInt(Integer.reverseBytes(chunk.content().length));
    out.write(chunk.content());
    out.write(new byte[chunk.content().length % 2]);
  }
}
