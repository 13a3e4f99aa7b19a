package io.sluice.image;

import io.sluice.image.Expectation.Either;
import io.sluice.image.Expectation.Shows;
import io.sluice.image.Expectation.Spot;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;

/** The same picture in the codings of each format. */
final class ZooCodings {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final Expectation HALVES =
      Expectation.halves(WIDTH, HEIGHT, Color.RED, Color.BLUE);
  private static final Expectation ABOVE =
      new Shows(
          WIDTH, HEIGHT, List.of(new Spot(0.5, 0.2, Color.RED), new Spot(0.5, 0.8, Color.BLUE)));
  private static final Expectation UNSUPPORTED = Expectation.fails(Flaw.UNSUPPORTED, Flaw.CORRUPT);

  private ZooCodings() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    all.addAll(jpegs());
    all.addAll(rareJpegs());
    all.addAll(webps());
    all.addAll(tiffs());
    all.addAll(bitmaps());
    return all;
  }

  private static List<Specimen> jpegs() {
    return List.of(
        halves("JPEG, 4:4:4", ToolMade.SAMPLED_444),
        halves("JPEG, 4:2:2", ToolMade.SAMPLED_422),
        halves("JPEG, 4:4:0", ToolMade.SAMPLED_440),
        halves("JPEG, 4:2:0", ToolMade.SAMPLED_420),
        halves("JPEG, 4:1:1", ToolMade.SAMPLED_411),
        halves("JPEG, restarting at each block", ToolMade.RESTARTING),
        halves("JPEG, RGB without YCbCr", ToolMade.CODED_AS_RGB),
        halves("JPEG, progressive", ToolMade.PROGRESSIVE),
        halves("JPEG, a scan for each component", ToolMade.SCAN_BY_COMPONENT),
        new Specimen("JPEG, grey", greyJpeg(), Expectation.plain(WIDTH, HEIGHT, Color.GRAY)),
        new Specimen(
            "JPEG, baseline, made by hand",
            JpegFile.baseline(WIDTH, HEIGHT),
            Expectation.plain(WIDTH, HEIGHT, new Color(208, 208, 208))),
        new Specimen(
            "JPEG, progressive, made by hand",
            JpegFile.progressive(WIDTH, HEIGHT),
            Expectation.plain(WIDTH, HEIGHT, new Color(208, 208, 208))));
  }

  private static List<Specimen> rareJpegs() {
    var red = new int[] {255, 0, 0};
    var blue = new int[] {0, 0, 255};
    var someDecode = new Either(HALVES, UNSUPPORTED);
    return List.of(
        new Specimen("JPEG, arithmetic", ToolMade.ARITHMETIC, HALVES, someDecode),
        new Specimen(
            "JPEG, arithmetic and progressive",
            ToolMade.ARITHMETIC_PROGRESSIVE,
            HALVES,
            someDecode),
        new Specimen(
            "JPEG, lossless, grey",
            JpegFile.lossless(WIDTH, HEIGHT, new int[] {200}, new int[] {50}),
            Expectation.halves(WIDTH, HEIGHT, new Color(200, 200, 200), new Color(50, 50, 50))),
        new Specimen(
            "JPEG, lossless, colours", JpegFile.lossless(WIDTH, HEIGHT, red, blue), HALVES),
        new Specimen("JPEG of 12 bits", JpegFile.hollow(0xc1, 12, WIDTH, HEIGHT), UNSUPPORTED),
        new Specimen("JPEG, hierarchical", JpegFile.hollow(0xc5, 8, WIDTH, HEIGHT), UNSUPPORTED));
  }

  private static List<Specimen> webps() {
    return List.of(
        halves("WebP, lossy", HandMade.WEBP),
        new Specimen(
            "WebP, lossy with alpha",
            ToolMade.WEBP_LOSSY_ALPHA,
            Expectation.halves(WIDTH, HEIGHT, Color.WHITE, Color.BLUE)),
        new Specimen(
            "WebP, lossless with alpha",
            HandMade.WEBP_WITH_ALPHA,
            Expectation.halves(WIDTH, HEIGHT, Color.WHITE, Color.BLUE)),
        new Specimen(
            "WebP, lossless",
            WebpFile.of(WebpFile.lossless(WIDTH, HEIGHT, 200, 90, 60, 255)),
            Expectation.plain(WIDTH, HEIGHT, new Color(200, 90, 60))),
        new Specimen(
            "WebP, lossless and half transparent",
            WebpFile.of(WebpFile.lossless(WIDTH, HEIGHT, 255, 0, 0, 85)),
            Expectation.plain(WIDTH, HEIGHT, new Color(255, 170, 170))));
  }

  private static List<Specimen> tiffs() {
    var all = new ArrayList<Specimen>();
    var codings = List.of("CCITT RLE", "CCITT T.4", "CCITT T.6", "LZW", "JPEG", "ZLib", "PackBits");
    for (var coding : codings) {
      var bilevel = coding.startsWith("CCITT");
      var image = halves(bilevel ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_3BYTE_BGR);
      var shown = bilevel ? Expectation.halves(WIDTH, HEIGHT, Color.BLACK, Color.WHITE) : HALVES;
      all.add(new Specimen("TIFF, " + coding, tiff(image, coding), shown));
    }
    all.add(halves("TIFF, plain", Pictures.encode("tiff", halves(BufferedImage.TYPE_3BYTE_BGR))));
    all.add(halves("TIFF in tiles", ToolMade.TIFF_TILED));
    all.add(halves("TIFF in planes", ToolMade.TIFF_PLANAR));
    all.add(halves("TIFF, JPEG by libtiff", ToolMade.TIFF_JPEG));
    return all;
  }

  private static List<Specimen> bitmaps() {
    var red = new byte[] {0, 0, -1};
    var blue = new byte[] {-1, 0, 0};
    var bottomUp = BmpFile.rows(WIDTH, HEIGHT, blue, red);
    var indices = BmpFile.rows(WIDTH, HEIGHT, new byte[] {1}, new byte[] {0});
    var runs =
        HandMade.bytes(
            out -> {
              for (var y = 0; y < HEIGHT; y++) {
                out.write(new byte[] {WIDTH, (byte) (y < HEIGHT / 2 ? 1 : 0), 0, 0});
              }
              out.writeShort(1);
            });
    return List.of(
        halves("BMP by Java", Pictures.encode("bmp", halves(BufferedImage.TYPE_3BYTE_BGR))),
        new Specimen("BMP of 24 bits", new BmpFile(WIDTH, HEIGHT, 24, 0).with(bottomUp), ABOVE),
        new Specimen(
            "BMP, the topmost row first",
            new BmpFile(WIDTH, -HEIGHT, 24, 0).with(BmpFile.rows(WIDTH, HEIGHT, red, blue)),
            ABOVE),
        new Specimen("BMP with a palette", new BmpFile(WIDTH, HEIGHT, 8, 0).with(indices), ABOVE),
        new Specimen("BMP in runs", new BmpFile(WIDTH, HEIGHT, 8, 1).with(runs), ABOVE));
  }

  private static Specimen halves(String name, byte[] bytes) {
    return new Specimen(name, bytes, HALVES);
  }

  private static BufferedImage halves(int type) {
    var bilevel = type == BufferedImage.TYPE_BYTE_BINARY;
    var image = new BufferedImage(WIDTH, HEIGHT, type);
    for (var y = 0; y < HEIGHT; y++) {
      for (var x = 0; x < WIDTH; x++) {
        var left = bilevel ? Color.BLACK : Color.RED;
        var right = bilevel ? Color.WHITE : Color.BLUE;
        image.setRGB(x, y, (x < WIDTH / 2 ? left : right).getRGB());
      }
    }
    return image;
  }

  private static byte[] greyJpeg() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Pictures.fill(image.getRaster(), Color.GRAY.getRed());
    return Pictures.jpeg(image);
  }

  private static byte[] tiff(BufferedImage image, String coding) {
    var out = new ByteArrayOutputStream();
    var writer = ImageIO.getImageWritersByFormatName("tiff").next();
    try (var stream = ImageIO.createImageOutputStream(out)) {
      var parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionType(coding);
      writer.setOutput(stream);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } catch (IOException e) {
      throw new AssertionError(e);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
