package io.sluice.image;

import io.sluice.image.GifFile.Frame;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

/** Pictures as small, as narrow or as flat as they come, in each format. */
final class ZooShapes {
  private static final int[][] SIZES = {{1, 1}, {1, 3000}, {3000, 1}, {2, 3}, {15, 700}};

  private ZooShapes() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    for (var size : SIZES) {
      var width = size[0];
      var height = size[1];
      var image = Pictures.plain(width, height, BufferedImage.TYPE_3BYTE_BGR, Color.RED);
      for (var format : List.of("jpeg", "png", "bmp", "tiff")) {
        all.add(specimen(format, width, height, Pictures.encode(format, image)));
      }
      var frame = new Frame(width, height, GifFile.RED);
      all.add(specimen("gif", width, height, new GifFile(width, height).with(frame)));
      var webp = WebpFile.of(WebpFile.lossless(width, height, 255, 0, 0, 255));
      all.add(specimen("webp", width, height, webp));
    }
    for (var narrow : new int[] {1, 2}) {
      var stored = Pictures.plain(narrow, 3000, BufferedImage.TYPE_3BYTE_BGR, Color.RED);
      var turned = HandMade.withOrientation(Pictures.jpeg(stored), 6);
      all.add(specimen("jpeg on its side", 3000, narrow, turned));
    }
    all.add(
        new Specimen(
            "png, too high for a JPEG",
            new PngFile(2, 65_501, 8, 2, false).empty(),
            Expectation.fails(Flaw.UNSUPPORTED)));
    return all;
  }

  private static Specimen specimen(String format, int width, int height, byte[] bytes) {
    return new Specimen(
        "%s, %d x %d".formatted(format, width, height),
        bytes,
        Expectation.plain(width, height, Color.RED));
  }
}
