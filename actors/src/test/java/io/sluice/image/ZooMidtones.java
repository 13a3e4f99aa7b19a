package io.sluice.image;

import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Pictures of each format in midtones, which a wrong curve changes most. Cmyk are what Pillow makes
 * of them: (255 - ink) * (255 - black) / 255.
 */
final class ZooMidtones {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final Color GREY = new Color(127, 127, 127);
  private static final Color COLOUR = new Color(58, 12, 140);
  private static final Color HALF_COLOUR = new Color(156, 133, 197);

  /** What Y, Cb and Cr of red and of blue look like to one who takes them for RGB. */
  private static final Expectation TAKEN_FOR_RGB =
      Expectation.halves(WIDTH, HEIGHT, new Color(76, 85, 255), new Color(29, 255, 107));

  private static final Expectation RED_AND_BLUE =
      Expectation.halves(WIDTH, HEIGHT, Color.RED, Color.BLUE);

  private ZooMidtones() {}

  static List<Specimen> all() {
    return Stream.of(jpegs(), marks(), cmyk(), pngs(), webps(), bitmaps(), oldBitmaps())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Specimen> jpegs() {
    var grey = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Pictures.fill(grey.getRaster(), 127);
    var colour = Pictures.plain(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR, COLOUR);
    var indexed = Pictures.plain(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_INDEXED, GIF_COLOUR);
    return List.of(
        plain("JPEG, grey", Pictures.jpeg(grey), GREY),
        plain("JPEG", Pictures.jpeg(colour), COLOUR),
        plain("JPEG, progressive", Pictures.progressive(colour), COLOUR),
        plain(
            "JPEG, lossless, grey",
            JpegFile.lossless(WIDTH, HEIGHT, new int[] {127}, new int[] {127}),
            GREY),
        plain(
            "JPEG, lossless",
            JpegFile.lossless(WIDTH, HEIGHT, new int[] {58, 12, 140}, new int[] {58, 12, 140}),
            COLOUR),
        plain("GIF", Pictures.encode("gif", indexed), GIF_COLOUR));
  }

  /** One of those in Java's own table. */
  private static final Color GIF_COLOUR = new Color(51, 102, 153);

  /** By the rules of libjpeg (default_decompress_parms), by which browsers and Pillow go too. */
  private static List<Specimen> marks() {
    var all = new ArrayList<Specimen>();
    var names = new int[][] {{1, 2, 3}, {0, 1, 2}, {'R', 'G', 'B'}, {34, 35, 36}, {1, 34, 35}};
    for (var jpeg : List.of(ToolMade.SAMPLED_444, ToolMade.SAMPLED_420)) {
      for (var name : names) {
        var marked = JpegMarks.named(jpeg, name);
        var bare = JpegMarks.withoutJfif(marked);
        var isRgb = name[0] == 'R';
        var kind = "components %s, %s, %d bytes, ".formatted(name[0], name[1], jpeg.length);
        all.add(new Specimen(kind + "JFIF", marked, RED_AND_BLUE));
        all.add(new Specimen(kind + "unmarked", bare, isRgb ? TAKEN_FOR_RGB : RED_AND_BLUE));
        for (var transform : new int[] {0, 1, 2}) {
          var adobe = kind + "Adobe's mark of " + transform;
          all.add(
              new Specimen(
                  adobe,
                  JpegMarks.withAdobe(bare, transform),
                  transform == 0 ? TAKEN_FOR_RGB : RED_AND_BLUE));
          all.add(
              new Specimen(
                  adobe + " and JFIF's", JpegMarks.withAdobe(marked, transform), RED_AND_BLUE));
        }
      }
    }
    return all;
  }

  private static List<Specimen> cmyk() {
    var profile = CmykProfile.bytes();
    var mix = Pictures.fourComponents(WIDTH, HEIGHT, 58, 12, 140, 255);
    var black = Pictures.fourComponents(WIDTH, HEIGHT, 255, 255, 255, 127);
    var both = Pictures.fourComponents(WIDTH, HEIGHT, 155, 205, 55, 165);
    var colour = new Color(100, 133, 36);
    return List.of(
        plain("JPEG, CMYK by Pillow", ToolMade.CMYK_OF_PILLOW, COLOUR),
        plain("JPEG, CMYK", mix, COLOUR),
        plain("JPEG, half of black", black, GREY),
        plain("JPEG, CMYK with black", both, colour),
        plain("JPEG, CMYK, Adobe's mark", JpegMarks.withAdobe(both, 0), colour),
        // Y, Cb and Cr of 100, 50 and 200, the inks that are left.
        plain(
            "JPEG, YCCK",
            JpegMarks.withAdobe(Pictures.fourComponents(WIDTH, HEIGHT, 82, 194, 141, 165), 2),
            colour),
        plain(
            "JPEG, CMYK with a profile",
            HandMade.withProfile(mix, profile),
            CmykProfile.toSrgb(197, 243, 115, 0)),
        plain(
            "JPEG, half of black with a profile",
            HandMade.withProfile(black, profile),
            CmykProfile.toSrgb(0, 0, 0, 128)),
        plain(
            "JPEG, CMYK with a profile for RGB",
            HandMade.withProfile(mix, IccProfile.ADOBE_RGB.bytes()),
            COLOUR),
        plain(
            "JPEG, CMYK with a profile that was cut",
            HandMade.withProfile(mix, java.util.Arrays.copyOf(profile, 400)),
            COLOUR));
  }

  /** What tells of other curves without a profile is passed over, as Pillow and OpenCV do. */
  private static List<Specimen> pngs() {
    var all = new ArrayList<Specimen>();
    var linear = Chunk.of("gAMA", 0, 1, 0x86, 0xa0);
    for (var chunks : new Chunk[][] {{}, {linear}, {Chunk.of("sRGB", 0), linear}}) {
      var with = chunks.length + " chunks";
      var grey = new int[] {127};
      var greyAlpha = new int[] {127, 128};
      var rgb = new int[] {58, 12, 140};
      var rgba = new int[] {58, 12, 140, 128};
      var half = new Color(191, 191, 191);
      all.add(plain("PNG, grey, " + with, png(8, 0, grey, chunks), GREY));
      all.add(plain("PNG, grey, alpha, " + with, png(8, 4, greyAlpha, chunks), half));
      all.add(plain("PNG, RGB, " + with, png(8, 2, rgb, chunks), COLOUR));
      all.add(plain("PNG, RGB, alpha, " + with, png(8, 6, rgba, chunks), HALF_COLOUR));
      all.add(plain("PNG, grey, 16 bits, " + with, png(16, 0, grey, chunks), GREY));
      all.add(plain("PNG, grey, alpha, 16 bits, " + with, png(16, 4, greyAlpha, chunks), half));
      all.add(plain("PNG, RGB, 16 bits, " + with, png(16, 2, rgb, chunks), COLOUR));
      all.add(plain("PNG, RGB, alpha, 16 bits, " + with, png(16, 6, rgba, chunks), HALF_COLOUR));
    }
    return all;
  }

  private static byte[] png(int depth, int type, int[] samples, Chunk... chunks) {
    var scaled = samples.clone();
    for (var sample = 0; sample < scaled.length && depth == 16; sample++) {
      scaled[sample] *= 257;
    }
    return new PngFile(depth, type).halves(scaled, scaled, chunks);
  }

  private static List<Specimen> webps() {
    return List.of(
        plain("WebP, lossy", ToolMade.WEBP_OF_PILLOW, COLOUR),
        plain("WebP, lossy, alpha", ToolMade.WEBP_ALPHA_OF_PILLOW, HALF_COLOUR),
        plain("WebP, animated", ToolMade.WEBP_ANIMATED_OF_PILLOW, COLOUR),
        plain(
            "WebP, lossless",
            WebpFile.of(WebpFile.lossless(WIDTH, HEIGHT, 58, 12, 140, 255)),
            COLOUR),
        plain(
            "WebP, lossless, alpha",
            WebpFile.of(WebpFile.lossless(WIDTH, HEIGHT, 58, 12, 140, 128)),
            HALF_COLOUR));
  }

  private static List<Specimen> bitmaps() {
    var all = new ArrayList<Specimen>();
    for (var version : new int[] {40, 108, 124}) {
      for (var depth : new int[] {1, 4, 8, 24}) {
        var name = "BMP of %d bits, header of %d".formatted(depth, version);
        all.add(plain(name, new BmpPixels(version, depth).of(140, 12, 58), COLOUR));
      }
      var name = "BMP, header of " + version;
      all.add(plain(name + ", 32 bits", new BmpPixels(version, 32).pixels(140, 12, 58, 0), COLOUR));
      // Five bits of blue, six of green and five of red: 17, 3 and 7.
      all.add(
          plain(
              name + ", 565 bits",
              new BmpPixels(version, 16, 3, -1).pixels(0x71, 0x38),
              new Color(57, 12, 139)));
    }
    all.add(
        plain(
            "BMP with alpha", new BmpPixels(124, 32, 3, -1).pixels(140, 12, 58, 128), HALF_COLOUR));
    all.add(
        plain(
            "BMP with a profile",
            new BmpPixels(124, 24).profiled(IccProfile.ADOBE_RGB.bytes(), 60, 90, 200),
            IccProfile.ADOBE_RGB.toSrgb(new Color(200, 90, 60))));
    return all;
  }

  private static List<Specimen> oldBitmaps() {
    var all = new ArrayList<Specimen>();
    for (var depth : new int[] {1, 4, 8, 24}) {
      var name = "BMP of OS/2, %d bits".formatted(depth);
      all.add(plain(name, new BmpPixels(12, depth).of(140, 12, 58), COLOUR));
    }
    for (var length : new int[] {0, 1, 54, Integer.MAX_VALUE, -2}) {
      var name = "BMP that says %d bytes of itself, ".formatted(length);
      all.add(plain(name + "24 bits", new BmpPixels(40, 24, 0, length).of(140, 12, 58), COLOUR));
      all.add(plain(name + "8 bits", new BmpPixels(40, 8, 0, length).of(140, 12, 58), COLOUR));
      all.add(plain(name + "runs", new BmpPixels(40, 8, 1, length).runs(140, 12, 58), COLOUR));
      all.add(plain(name + "runs of 4", new BmpPixels(40, 4, 2, length).runs(140, 12, 58), COLOUR));
    }
    return all;
  }

  private static Specimen plain(String name, byte[] bytes, Color colour) {
    return new Specimen("midtones, " + name, bytes, Expectation.plain(WIDTH, HEIGHT, colour));
  }
}
