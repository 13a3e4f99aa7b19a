package io.sluice.image;

import io.sluice.image.Expectation.Keeps;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * TIFFs of every kind of samples, in midtones, since full colours are the same by whatever curve.
 * What they should show follows from TIFF 6.0, and inks from (255 - ink) * (255 - black) / 255.
 */
final class ZooTiffSamples {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final Color GREY = new Color(127, 127, 127);
  private static final Color HALF_GREY = new Color(191, 191, 191);
  private static final Color COLOUR = new Color(58, 12, 140);
  private static final Color HALF_COLOUR = new Color(156, 133, 197);
  private static final int FLOAT = 3;

  private ZooTiffSamples() {}

  static List<Specimen> all() {
    return Stream.of(grey(), colours(), cmyk(), luminance(), refused())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Specimen> grey() {
    return List.of(
        plain("grey of 2 bits", new TiffPixels(1, 2, 1).of(0xaa), new Color(170, 170, 170)),
        plain("grey of 4 bits", new TiffPixels(1, 4, 1).of(0x77), new Color(119, 119, 119)),
        plain("grey", new TiffPixels(1, 8, 1).of(127), GREY),
        plain("grey from white", new TiffPixels(0, 8, 1).of(128), GREY),
        plain("grey of 16 bits", new TiffPixels(1, 16, 1).of(127, 127), GREY),
        plain("grey of 16 bits from white", new TiffPixels(0, 16, 1).of(128, 128), GREY),
        plain("grey of 32 bits", new TiffPixels(1, 32, 1).of(127, 127, 127, 127), GREY),
        plain("grey in fractions", new TiffPixels(1, 32, 1, FLOAT).of(floats(0.498f)), GREY),
        plain("grey and alpha", new TiffPixels(1, 8, 2).extra(2).of(127, 128), HALF_GREY),
        plain("grey and alpha in it", new TiffPixels(1, 8, 2).extra(1).of(64, 128), HALF_GREY),
        plain("grey and something", new TiffPixels(1, 8, 2).extra(0).of(127, 9), GREY),
        plain(
            "grey and alpha of 16 bits",
            new TiffPixels(1, 16, 2).extra(2).of(127, 127, 128, 128),
            HALF_GREY),
        plain(
            "grey and alpha in fractions",
            new TiffPixels(1, 32, 2, FLOAT).extra(2).of(floats(0.498f, 0.502f)),
            HALF_GREY));
  }

  private static List<Specimen> colours() {
    return List.of(
        plain("RGB", new TiffPixels(2, 8, 3).of(58, 12, 140), COLOUR),
        plain("RGB of 16 bits", new TiffPixels(2, 16, 3).of(58, 58, 12, 12, 140, 140), COLOUR),
        plain(
            "RGB of 32 bits",
            new TiffPixels(2, 32, 3).of(58, 58, 58, 58, 12, 12, 12, 12, 140, 140, 140, 140),
            COLOUR),
        plain(
            "RGB in fractions",
            new TiffPixels(2, 32, 3, FLOAT).of(floats(58 / 255f, 12 / 255f, 140 / 255f)),
            COLOUR),
        plain("RGB and alpha", new TiffPixels(2, 8, 4).extra(2).of(58, 12, 140, 128), HALF_COLOUR),
        plain(
            "RGB and alpha in it",
            new TiffPixels(2, 8, 4).extra(1).of(29, 6, 70, 128),
            HALF_COLOUR),
        plain("RGB and alpha unsaid", new TiffPixels(2, 8, 4).of(58, 12, 140, 128), HALF_COLOUR),
        plain("RGB and something", new TiffPixels(2, 8, 4).extra(0).of(58, 12, 140, 9), COLOUR),
        plain(
            "RGB, something and alpha",
            new TiffPixels(2, 8, 5).extra(0, 2).of(58, 12, 140, 9, 128),
            HALF_COLOUR),
        plain(
            "RGB and alpha of 16 bits",
            new TiffPixels(2, 16, 4).extra(2).of(58, 58, 12, 12, 140, 140, 128, 128),
            HALF_COLOUR),
        plain("a palette", new TiffPixels(3, 8, 1).palette(58, 12, 140).of(0), COLOUR),
        plain(
            "RGB with a profile",
            new TiffPixels(2, 8, 3).profile(IccProfile.ADOBE_RGB).of(200, 90, 60),
            IccProfile.ADOBE_RGB.toSrgb(new Color(200, 90, 60))),
        plain(
            "RGB and alpha with a profile",
            new TiffPixels(2, 8, 4).extra(2).profile(IccProfile.ADOBE_RGB).of(200, 90, 60, 255),
            IccProfile.ADOBE_RGB.toSrgb(new Color(200, 90, 60))),
        plain(
            "RGB of 16 bits with a profile",
            new TiffPixels(2, 16, 3).profile(IccProfile.ADOBE_RGB).of(200, 200, 90, 90, 60, 60),
            IccProfile.ADOBE_RGB.toSrgb(new Color(200, 90, 60))),
        plain(
            "grey with a profile",
            new TiffPixels(1, 8, 1).profile(IccProfile.GREY_GAMMA).of(110),
            IccProfile.GREY_GAMMA.toSrgb(new Color(110, 110, 110))),
        plain(
            "RGB with a profile for grey",
            new TiffPixels(2, 8, 3).profile(IccProfile.GREY_GAMMA).of(58, 12, 140),
            COLOUR));
  }

  private static List<Specimen> cmyk() {
    return List.of(
        plain("half of black", new TiffPixels(5, 8, 4).of(0, 0, 0, 128), GREY),
        plain("half of cyan", new TiffPixels(5, 8, 4).of(128, 0, 0, 0), new Color(127, 255, 255)),
        plain("CMYK", new TiffPixels(5, 8, 4).of(197, 243, 115, 0), COLOUR),
        plain(
            "CMYK with black",
            new TiffPixels(5, 8, 4).of(100, 50, 200, 90),
            new Color(100, 133, 36)),
        plain(
            "CMYK of 16 bits",
            new TiffPixels(5, 16, 4).of(197, 197, 243, 243, 115, 115, 0, 0),
            COLOUR),
        plain(
            "CMYK and alpha",
            new TiffPixels(5, 8, 5).extra(2).of(197, 243, 115, 0, 128),
            HALF_COLOUR),
        plain(
            "CMYK and something", new TiffPixels(5, 8, 5).extra(0).of(197, 243, 115, 0, 9), COLOUR),
        plain(
            "CMYK with a profile",
            new TiffPixels(5, 8, 4).profile(CmykProfile.bytes()).of(197, 243, 115, 0),
            CmykProfile.toSrgb(197, 243, 115, 0)),
        plain(
            "CMYK of 16 bits with a profile",
            new TiffPixels(5, 16, 4).profile(CmykProfile.bytes()).of(0, 0, 0, 0, 0, 0, 128, 128),
            CmykProfile.toSrgb(0, 0, 0, 128)),
        plain(
            "CMYK with a profile for RGB",
            new TiffPixels(5, 8, 4).profile(IccProfile.ADOBE_RGB).of(197, 243, 115, 0),
            COLOUR));
  }

  /** Y, Cb and Cr by CCIR 601-1, which is the default; Lab by CIE of D50. */
  private static List<Specimen> luminance() {
    var grey = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    Pictures.fill(grey.getRaster(), 127, 127, 127);
    var colour = Pictures.plain(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR, COLOUR);
    return List.of(
        plain("YCbCr, grey", new TiffPixels(6, 8, 3).sampled(1).of(127, 128, 128), GREY),
        plain("YCbCr", new TiffPixels(6, 8, 3).sampled(1).of(40, 184, 141), COLOUR),
        plain(
            "YCbCr, sampled",
            new TiffPixels(6, 8, 3).sampled(2).of(40, 40, 40, 40, 184, 141),
            COLOUR),
        plain("YCbCr in a JPEG, grey", new TiffPixels(6, 8, 3).jpeg(Pictures.jpeg(grey)), GREY),
        plain("YCbCr in a JPEG", new TiffPixels(6, 8, 3).jpeg(Pictures.jpeg(colour)), COLOUR),
        plain("Lab, grey", new TiffPixels(8, 8, 3).of(137, 0, 0), Lab.toSrgb(53.73, 0, 0)),
        plain("Lab", new TiffPixels(8, 8, 3).of(127, 30, 216), Lab.toSrgb(49.8, 30, -40)),
        plain(
            "Lab of 16 bits",
            new TiffPixels(8, 16, 3).of(127, 127, 30, 0, 216, 0),
            Lab.toSrgb(49.8, 30, -40)),
        plain("Lab, dark", new TiffPixels(8, 8, 3).of(26, 5, 251), Lab.toSrgb(10.2, 5, -5)));
  }

  private static List<Specimen> refused() {
    var ink = Pictures.fourComponents(WIDTH, HEIGHT, 58, 12, 140, 255);
    return List.of(
        unsupported("Lab as ICC has it", new TiffPixels(9, 8, 3).of(137, 128, 128)),
        unsupported("inks that are others", new TiffPixels(5, 8, 4).inks(2).of(197, 243, 115, 0)),
        unsupported("samples below zero", new TiffPixels(1, 8, 1, 2).of(127)),
        unsupported("CMYK in a JPEG", new TiffPixels(5, 8, 4).jpeg(ink)),
        new Specimen("BigTIFF", HandMade.base64("SUkrAAgAAAAQAAAAAAAAAA=="), new Keeps("tif")),
        new Specimen("BigTIFF, big endian", bigEndian(), new Keeps("tif")));
  }

  private static byte[] bigEndian() {
    return HandMade.bytes(
        out -> {
          out.writeBytes("MM\0+\0\b\0\0");
          out.writeLong(16);
          out.write(new byte[100]);
        });
  }

  private static Specimen plain(String name, byte[] bytes, Color colour) {
    return new Specimen("TIFF of " + name, bytes, Expectation.plain(WIDTH, HEIGHT, colour));
  }

  private static Specimen unsupported(String name, byte[] bytes) {
    return new Specimen("TIFF of " + name, bytes, Expectation.fails(Flaw.UNSUPPORTED));
  }

  private static int[] floats(float... samples) {
    var bytes = ByteBuffer.allocate(4 * samples.length);
    for (var sample : samples) {
      bytes.putFloat(sample);
    }
    var values = new int[bytes.capacity()];
    for (var at = 0; at < values.length; at++) {
      values[at] = bytes.get(at);
    }
    return values;
  }
}
