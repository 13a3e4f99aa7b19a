package io.sluice.image;

import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Pictures whose samples are not sRGB: with a colour profile, or in CMYK. */
final class ZooColours {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;
  private static final Color STORED = new Color(200, 90, 60);
  private static final Color GREY = new Color(110, 110, 110);

  private ZooColours() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    var rgb = List.of(IccProfile.DISPLAY_P3, IccProfile.ADOBE_RGB, IccProfile.VERSION_4);
    for (var profile : rgb) {
      all.addAll(coloured(profile, profile.toSrgb(STORED)));
    }
    all.addAll(coloured(IccProfile.SRGB, STORED));
    for (var profile : List.of(IccProfile.GREY_GAMMA, IccProfile.GREY_DOT_GAIN)) {
      all.addAll(grey(profile));
    }
    all.addAll(unusual());
    all.addAll(cmyk());
    return all;
  }

  private static List<Specimen> coloured(IccProfile profile, Color shown) {
    var rgb = new int[] {STORED.getRed(), STORED.getGreen(), STORED.getBlue()};
    var chunk = pngChunk(profile);
    return List.of(
        plain("JPEG, " + profile.name(), HandMade.withProfile(jpeg(), profile.bytes()), shown),
        plain("PNG, " + profile.name(), new PngFile(8, 2).halves(rgb, rgb, chunk), shown),
        plain(
            "WebP, " + profile.name(),
            WebpFile.of(
                WebpFile.canvas(WebpFile.ICCP, WIDTH, HEIGHT),
                new Chunk("ICCP", profile.bytes()),
                WebpFile.lossless(WIDTH, HEIGHT, rgb[0], rgb[1], rgb[2], 255)),
            shown));
  }

  private static List<Specimen> grey(IccProfile profile) {
    var shown = profile.toSrgb(GREY);
    var grey = new int[] {GREY.getRed()};
    var opaque = new int[] {GREY.getRed(), 255};
    var deep = new int[] {GREY.getRed() * 257};
    var chunk = pngChunk(profile);
    return List.of(
        plain("JPEG, " + profile.name(), HandMade.withProfile(greyJpeg(), profile.bytes()), shown),
        plain("PNG, " + profile.name(), new PngFile(8, 0).halves(grey, grey, chunk), shown),
        plain(
            "PNG of 16 bits, " + profile.name(),
            new PngFile(16, 0).halves(deep, deep, chunk),
            shown),
        plain(
            "PNG with alpha, " + profile.name(),
            new PngFile(8, 4).halves(opaque, opaque, chunk),
            shown));
  }

  private static List<Specimen> unusual() {
    var p3 = IccProfile.DISPLAY_P3;
    var shown = p3.toSrgb(STORED);
    var rgb = new int[] {STORED.getRed(), STORED.getGreen(), STORED.getBlue()};
    var deep = Arrays.stream(rgb).map(sample -> sample * 257).toArray();
    var opaque = new int[] {rgb[0], rgb[1], rgb[2], 255};
    var table = Chunk.of("PLTE", rgb);
    var first = new int[] {0};
    var bytes = p3.bytes();
    var half = bytes.length / 2;
    return List.of(
        plain(
            "PNG of 16 bits, Display P3",
            new PngFile(16, 2).halves(deep, deep, pngChunk(p3)),
            shown),
        plain(
            "PNG with alpha, Display P3",
            new PngFile(8, 6).halves(opaque, opaque, pngChunk(p3)),
            shown),
        plain(
            "PNG with a palette, Display P3",
            new PngFile(8, 3).halves(first, first, pngChunk(p3), table),
            shown),
        plain(
            "WebP with alpha, Display P3",
            WebpFile.of(
                WebpFile.canvas(WebpFile.ICCP | WebpFile.ALPHA, WIDTH, HEIGHT),
                new Chunk("ICCP", bytes),
                WebpFile.lossless(WIDTH, HEIGHT, 0, 0, 0, 0)),
            Color.WHITE),
        plain(
            "WebP, animated, Display P3",
            WebpFile.of(
                WebpFile.canvas(WebpFile.ICCP | WebpFile.ANIMATED, WIDTH, HEIGHT),
                new Chunk("ICCP", bytes),
                new Chunk("ANIM", new byte[6]),
                WebpFile.frame(
                    0,
                    0,
                    WIDTH,
                    HEIGHT,
                    WebpFile.lossless(WIDTH, HEIGHT, rgb[0], rgb[1], rgb[2], 255))),
            shown),
        plain(
            "JPEG, a profile in two segments",
            profilePart(
                profilePart(jpeg(), 2, Arrays.copyOfRange(bytes, half, bytes.length)),
                1,
                Arrays.copyOf(bytes, half)),
            shown),
        plain(
            "JPEG, a grey profile of an RGB picture",
            HandMade.withProfile(jpeg(), IccProfile.GREY_GAMMA.bytes()),
            STORED),
        plain(
            "PNG, an RGB profile of a grey picture",
            new PngFile(8, 0).halves(new int[] {110}, new int[] {110}, pngChunk(p3)),
            GREY),
        plain(
            "JPEG, a profile that was cut",
            HandMade.withProfile(jpeg(), Arrays.copyOf(bytes, 200)),
            STORED));
  }

  private static List<Specimen> cmyk() {
    var adobe = ToolMade.CMYK_OF_ADOBE;
    return List.of(
        new Specimen(
            "JPEG, CMYK as Adobe counts it",
            adobe,
            Expectation.halves(WIDTH, HEIGHT, Color.RED, Color.BLUE)),
        // Browsers, too, take it for Adobe's.
        plain(
            "JPEG, CMYK without a mark",
            Pictures.fourComponents(WIDTH, HEIGHT, 255, 255, 255, 255),
            Color.WHITE),
        plain(
            "JPEG, YCCK",
            adobe(Pictures.fourComponents(WIDTH, HEIGHT, 179, 171, 0, 255), 2),
            Color.RED),
        new Specimen(
            "TIFF, CMYK",
            ToolMade.TIFF_CMYK,
            Expectation.halves(WIDTH, HEIGHT, Color.RED, Color.BLUE)));
  }

  private static Specimen plain(String name, byte[] bytes, Color shown) {
    return new Specimen(name, bytes, Expectation.plain(WIDTH, HEIGHT, shown));
  }

  private static byte[] jpeg() {
    return Pictures.jpeg(Pictures.plain(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR, STORED));
  }

  private static byte[] greyJpeg() {
    var image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
    Pictures.fill(image.getRaster(), GREY.getRed());
    return Pictures.jpeg(image);
  }

  private static Chunk pngChunk(IccProfile profile) {
    return new Chunk("iCCP", HandMade.profileChunk(profile.bytes()));
  }

  private static byte[] profilePart(byte[] jpeg, int number, byte[] part) {
    return HandMade.withSegment(
        jpeg,
        0xe2,
        HandMade.bytes(
            out -> {
              out.writeBytes("ICC_PROFILE\0");
              out.write(new byte[] {(byte) number, 2});
              out.write(part);
            }));
  }

  private static byte[] adobe(byte[] jpeg, int transform) {
    return HandMade.withSegment(
        jpeg,
        0xee,
        HandMade.bytes(
            out -> {
              out.writeBytes("Adobe");
              out.writeShort(100);
              out.writeInt(0);
              out.write(transform);
            }));
  }
}
