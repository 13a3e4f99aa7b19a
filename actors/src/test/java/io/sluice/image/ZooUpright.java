package io.sluice.image;

import io.sluice.image.Expectation.Shows;
import io.sluice.image.Expectation.Spot;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Pictures that an EXIF block says how to turn, in every format that has one. */
final class ZooUpright {
  private static final int WIDTH = 48;
  private static final int HEIGHT = 32;

  private ZooUpright() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    for (var orientation = 1; orientation <= 8; orientation++) {
      var jpeg = Pictures.jpeg(stored(orientation));
      all.add(specimen("JPEG", orientation, HandMade.withOrientation(jpeg, orientation)));
      all.add(specimen("TIFF", orientation, tiff(orientation)));
      all.add(
          specimen(
              "PNG",
              orientation,
              HandMade.withChunk(
                  Pictures.encode("png", stored(orientation)), "eXIf", block(orientation))));
    }
    for (var unknown : new int[] {0, 9, 65_535}) {
      all.add(
          specimen("JPEG", unknown, HandMade.withOrientation(Pictures.jpeg(stored(1)), unknown)));
    }
    all.add(
        new Specimen(
            "WebP, orientation 6",
            HandMade.WEBP_TO_TURN_RIGHT,
            new Shows(
                24, 32, List.of(new Spot(0.5, 0.2, Color.RED), new Spot(0.5, 0.8, Color.BLUE)))));
    return all;
  }

  private static Specimen specimen(String format, int orientation, byte[] bytes) {
    var name = format + ", orientation " + orientation;
    return new Specimen(name, bytes, Expectation.quarters(WIDTH, HEIGHT));
  }

  private static BufferedImage stored(int orientation) {
    return Pictures.stored(quarters(), orientation);
  }

  private static BufferedImage quarters() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    for (var y = 0; y < HEIGHT; y++) {
      for (var x = 0; x < WIDTH; x++) {
        var upper = x < WIDTH / 2 ? Pictures.TOP_LEFT : Pictures.TOP_RIGHT;
        var lower = x < WIDTH / 2 ? Pictures.BOTTOM_LEFT : Pictures.BOTTOM_RIGHT;
        image.setRGB(x, y, (y < HEIGHT / 2 ? upper : lower).getRGB());
      }
    }
    return image;
  }

  /** Least significant byte first, unlike that of the JPEGs. */
  private static byte[] block(int orientation) {
    return HandMade.bytes(
        out -> {
          out.writeBytes("II*\0");
          out.writeInt(0x08000000);
          out.writeShort(0x0100);
          out.writeShort(0x1201);
          out.writeShort(0x0300);
          out.writeInt(0x01000000);
          out.writeInt(orientation << 24);
          out.writeInt(0);
        });
  }

  private static byte[] tiff(int orientation) {
    var image = stored(orientation);
    var samples = HandMade.bytes(out -> writeRgb(image, out));
    return new TiffFile()
        .number(256, image.getWidth())
        .number(257, image.getHeight())
        .shorts(258, 8, 8, 8)
        .word(259, 1)
        .word(262, 2)
        .data(273, samples)
        .word(274, orientation)
        .word(277, 3)
        .number(278, image.getHeight())
        .number(279, samples.length)
        .bytes();
  }

  private static void writeRgb(BufferedImage image, DataOutputStream out) throws IOException {
    for (var y = 0; y < image.getHeight(); y++) {
      for (var x = 0; x < image.getWidth(); x++) {
        var rgb = image.getRGB(x, y);
        out.write(new byte[] {(byte) (rgb >> 16), (byte) (rgb >> 8), (byte) rgb});
      }
    }
  }
}
