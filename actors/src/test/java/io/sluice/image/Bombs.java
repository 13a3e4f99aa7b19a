package io.sluice.image;

import io.sluice.image.GifFile.Frame;
import java.util.List;

/** Twenty pictures of nothing that need as much memory as pictures within the limits can. */
final class Bombs {
  private static final int WIDTH = 10_000;
  private static final int HEIGHT = 9_999;

  private Bombs() {}

  static List<byte[]> all() {
    var pixels = WebpFile.lossless(WIDTH, HEIGHT, 9, 9, 9, 255);
    return List.of(
        png(8, 0),
        png(8, 2),
        png(8, 4),
        png(8, 6),
        png(16, 2),
        HandMade.bomb(9_992),
        new GifFile(WIDTH, HEIGHT).with(new Frame(WIDTH, HEIGHT, GifFile.RED)),
        new GifFile(9, 9).with(new Frame(WIDTH, HEIGHT, GifFile.RED)),
        WebpFile.of(pixels),
        WebpFile.of(WebpFile.lossless(WIDTH, HEIGHT, 9, 9, 9, 99)),
        WebpFile.animation(WIDTH, HEIGHT, WebpFile.frame(0, 0, WIDTH, HEIGHT, pixels)),
        JpegFile.baseline(WIDTH, HEIGHT),
        JpegFile.progressive(WIDTH, HEIGHT),
        JpegFile.progressive(6_000, 6_000),
        JpegFile.lossless(7_000, 7_000, new int[] {200}, new int[] {50}),
        JpegFile.hollow(65_500, 65_500),
        new BmpFile(WIDTH, HEIGHT, 1, 0).with(new byte[1252 * HEIGHT]),
        new BmpFile(WIDTH, HEIGHT, 8, 1).with(runs()),
        tiff(),
        ZooBombs.exif());
  }

  private static byte[] png(int depth, int type) {
    return new PngFile(WIDTH, HEIGHT, depth, type, false).empty();
  }

  private static byte[] runs() {
    return HandMade.bytes(
        out -> {
          for (var y = 0; y < HEIGHT; y++) {
            for (var left = WIDTH; left > 0; left -= 250) {
              out.write(new byte[] {(byte) 250, 0});
            }
            out.writeShort(0);
          }
          out.writeShort(1);
        });
  }

  /** Deflated in one strip. */
  private static byte[] tiff() {
    var side = 6_000;
    var strip = PngFile.deflated(new byte[side * side * 3]);
    return new TiffFile()
        .number(256, side)
        .number(257, side)
        .shorts(258, 8, 8, 8)
        .word(259, 8)
        .word(262, 2)
        .data(273, strip)
        .word(277, 3)
        .number(278, side)
        .number(279, strip.length)
        .bytes();
  }
}
