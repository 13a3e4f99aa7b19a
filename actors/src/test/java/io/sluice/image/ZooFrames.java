package io.sluice.image;

import io.sluice.image.GifFile.Frame;
import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.util.List;

/** Animations, of which the first frame counts, and single frames that do not fill their canvas. */
final class ZooFrames {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final GifFile GIF = new GifFile(WIDTH, HEIGHT);
  private static final Frame RED = new Frame(WIDTH, HEIGHT, GifFile.RED);
  private static final Frame BLUE = new Frame(WIDTH, HEIGHT, GifFile.BLUE);

  private ZooFrames() {}

  static List<Specimen> all() {
    var offset = new Frame(8, 4, 20, 16, GifFile.RED, -1);
    var unseen = new Frame(0, 0, WIDTH, HEIGHT, GifFile.RED, GifFile.RED);
    var redPixels = WebpFile.lossless(WIDTH, HEIGHT, 255, 0, 0, 255);
    var bluePixels = WebpFile.lossless(WIDTH, HEIGHT, 0, 0, 255, 255);
    var first = WebpFile.frame(0, 0, WIDTH, HEIGHT, redPixels);
    var second = WebpFile.frame(0, 0, WIDTH, HEIGHT, bluePixels);
    var part = WebpFile.frame(8, 4, 20, 16, WebpFile.lossless(20, 16, 255, 0, 0, 255));
    return List.of(
        specimen("GIF", GIF.with(RED), Color.RED),
        specimen("GIF, animated", GIF.with(RED, BLUE), Color.RED),
        specimen("GIF, animated, the second frame smaller", GIF.with(BLUE, offset), Color.BLUE),
        specimen("GIF, transparent", GIF.with(unseen), Color.WHITE),
        new Specimen(
            "GIF, a frame smaller than its canvas",
            GIF.with(offset, BLUE),
            Expectation.plain(20, 16, Color.RED)),
        specimen("GIF of 100,000 frames", GIF.repeating(RED, 100_000), Color.RED),
        specimen("PNG, animated", apng(), Color.RED),
        new Specimen(
            "WebP, animated and lossy",
            HandMade.WEBP_ANIMATED,
            Expectation.halves(WIDTH, HEIGHT, Color.RED, Color.BLUE)),
        specimen(
            "WebP, animated and lossless",
            WebpFile.animation(WIDTH, HEIGHT, first, second),
            Color.RED),
        specimen(
            "WebP, animated, the second frame smaller",
            WebpFile.animation(WIDTH, HEIGHT, second, part),
            Color.BLUE));
  }

  /** The still picture is the first frame; the second is in chunks that only players know. */
  private static byte[] apng() {
    var red = new PngFile(8, 2).pixels((x, y) -> new int[] {255, 0, 0});
    var blue = new PngFile(8, 2).pixels((x, y) -> new int[] {0, 0, 255});
    var control = Chunk.of("acTL", 0, 0, 0, 2, 0, 0, 0, 0);
    var frame =
        HandMade.bytes(
            out -> {
              out.writeInt(0);
              out.writeInt(WIDTH);
              out.writeInt(HEIGHT);
              out.write(new byte[14]);
            });
    var second =
        HandMade.bytes(
            out -> {
              out.writeInt(2);
              out.write(PngFile.deflated(blue));
            });
    return new PngFile(8, 2)
        .file(PngFile.deflated(red), control, new Chunk("fcTL", frame), new Chunk("fdAT", second));
  }

  private static Specimen specimen(String name, byte[] bytes, Color colour) {
    return new Specimen(name, bytes, Expectation.plain(WIDTH, HEIGHT, colour));
  }
}
