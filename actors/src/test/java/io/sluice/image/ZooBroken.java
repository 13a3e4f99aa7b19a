package io.sluice.image;

import io.sluice.image.Expectation.Either;
import io.sluice.image.GifFile.Frame;
import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pictures that were cut, and pictures whose headers say what cannot be. */
final class ZooBroken {
  private static final Expectation CUT = Expectation.fails(Flaw.TRUNCATED);
  private static final Expectation BROKEN =
      Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.UNSUPPORTED);
  private static final Expectation REFUSED =
      Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.TOO_LARGE);
  private static final byte[] NOISE = noise();
  private static final int[] SIDES = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE};

  private ZooBroken() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    all.addAll(cut());
    all.addAll(cutAndClosed());
    for (var side : SIDES) {
      all.addAll(absurd(side));
    }
    all.addAll(headers());
    all.addAll(sizesElsewhere());
    return all;
  }

  private static List<Specimen> cut() {
    var all = new ArrayList<Specimen>();
    whole()
        .forEach(
            (name, bytes) -> {
              for (var percent : new int[] {50, 90}) {
                var part = Arrays.copyOf(bytes, bytes.length * percent / 100);
                all.add(new Specimen(name + ", cut at " + percent + " %", part, CUT));
              }
            });
    return all;
  }

  private static Map<String, byte[]> whole() {
    var image = Pictures.quarters(120, 80);
    var whole = new LinkedHashMap<String, byte[]>();
    for (var format : List.of("jpeg", "png", "gif", "bmp", "tiff")) {
      whole.put(format, Pictures.encode(format, image));
    }
    whole.put("progressive JPEG", Pictures.progressive(image));
    whole.put("lossless JPEG", JpegFile.lossless(32, 24, new int[] {200}, new int[] {50}));
    whole.put("WebP", HandMade.WEBP);
    whole.put("lossless WebP", HandMade.WEBP_WITH_ALPHA);
    whole.put("interlaced PNG", new PngFile(120, 80, 8, 2, true).empty());
    return whole;
  }

  private static List<Specimen> cutAndClosed() {
    var grey = new BufferedImage(120, 80, BufferedImage.TYPE_BYTE_GRAY);
    Pictures.fill(grey.getRaster(), 60);
    var progressive = Pictures.progressive(Pictures.quarters(120, 80));
    var inks = Pictures.fourComponents(120, 80, 58, 12, 140, 255);
    var betweenScans = scans(progressive);
    var all = new ArrayList<Specimen>();
    all.add(closed("JPEG", Pictures.jpeg(Pictures.quarters(120, 80)), 0.6));
    all.add(closed("grey JPEG", Pictures.jpeg(grey), 0.95));
    all.add(closed("CMYK JPEG", inks, 0.6));
    all.add(closed("JPEG with restarts", ToolMade.RESTARTING, 0.95));
    for (var scan = 1; scan < betweenScans.size(); scan++) {
      all.add(
          new Specimen(
              "progressive JPEG of " + scan + " scans, closed",
              closed(progressive, betweenScans.get(scan)),
              CUT));
      var within = betweenScans.get(scan - 1) + 40;
      all.add(
          new Specimen(
              "progressive JPEG, cut within scan " + scan + ", closed",
              closed(progressive, within),
              CUT));
    }
    return all;
  }

  private static Specimen closed(String name, byte[] jpeg, double part) {
    return new Specimen(name + ", cut and closed", closed(jpeg, (int) (jpeg.length * part)), CUT);
  }

  private static byte[] closed(byte[] jpeg, int length) {
    return HandMade.bytes(
        out -> {
          out.write(jpeg, 0, length);
          out.writeShort(0xffd9);
        });
  }

  /** Where the scans begin, tables of their own included. */
  private static List<Integer> scans(byte[] jpeg) {
    var scans = new ArrayList<Integer>();
    for (var at = 0; at + 1 < jpeg.length; at++) {
      if (jpeg[at] == (byte) 0xff && jpeg[at + 1] == (byte) 0xda) {
        scans.add(at);
      }
    }
    return scans;
  }

  private static List<Specimen> absurd(int side) {
    var name = " of " + side + " x 5";
    var pixels = new byte[64];
    return List.of(
        new Specimen(
            "PNG" + name,
            new PngFile(side, 5, 8, 2, false).file(PngFile.deflated(pixels)),
            REFUSED),
        new Specimen("BMP" + name, new BmpFile(side, 5, 24, 0).with(pixels), REFUSED),
        new Specimen("BMP in runs" + name, new BmpFile(side, 5, 8, 1).with(pixels), REFUSED),
        new Specimen(
            "TIFF" + name,
            TiffFile.rgb(side, 5).data(273, pixels).number(279, 64).bytes(),
            Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.TOO_LARGE, Flaw.UNSUPPORTED)));
  }

  private static List<Specimen> headers() {
    var jpeg = Pictures.jpeg(Pictures.quarters(120, 80));
    var grey = new int[] {77};
    var twoScans = Pictures.progressive(Pictures.quarters(120, 80));
    return List.of(
        new Specimen("JPEG of no width", JpegFile.hollow(0, 5), REFUSED),
        new Specimen("JPEG of no height", JpegFile.hollow(5, 0), REFUSED),
        new Specimen("JPEG without data", JpegFile.hollow(40, 30), BROKEN),
        new Specimen("JPEG of a mark", new byte[] {-1, -40, -1}, BROKEN),
        new Specimen("JPEG of 501 scans", HandMade.withScans(jpeg, 501), BROKEN),
        new Specimen("progressive JPEG of 600 scans", HandMade.withScans(twoScans, 600), BROKEN),
        new Specimen("GIF of no width", new GifFile(9, 9).with(new Frame(0, 9, 0)), REFUSED),
        new Specimen("GIF without a frame", new GifFile(9, 9).with(), REFUSED),
        new Specimen("WebP without pixels", WebpFile.of(WebpFile.canvas(0, 32, 24)), BROKEN),
        new Specimen("PNG of depth 3", new PngFile(3, 0).halves(grey, grey), BROKEN),
        new Specimen("PNG of type 5", new PngFile(8, 5).halves(grey, grey), BROKEN),
        new Specimen("PNG without a palette", new PngFile(8, 3).halves(grey, grey), BROKEN),
        new Specimen(
            "PNG beyond its palette",
            new PngFile(8, 3).halves(grey, grey, Chunk.of("PLTE", 255, 0, 0)),
            new Either(Expectation.plain(32, 24, Color.BLACK), BROKEN)),
        new Specimen("BMP of depth 3", new BmpFile(9, 9, 3, 0).with(new byte[99]), BROKEN),
        new Specimen("TIFF without tags", new TiffFile().bytes(), BROKEN));
  }

  /** Where another part lies than the one that has the size, numbers would be too large. */
  private static List<Specimen> sizesElsewhere() {
    var corrupt = Expectation.fails(Flaw.CORRUPT);
    var png = new PngFile(8, 2).halves(new int[3], new int[3]);
    var signature = Arrays.copyOf(png, 8);
    var xcode = Chunk.of("CgBI", 0x50, 0, 0x20, 6);
    var jpeg = Pictures.jpeg(Pictures.quarters(120, 80));
    return List.of(
        new Specimen("PNG of Xcode", pngBeginning(png, xcode), Expectation.fails(Flaw.UNSUPPORTED)),
        new Specimen(
            "PNG, a text before its header", pngBeginning(png, new Chunk("tEXt", NOISE)), corrupt),
        new Specimen(
            "PNG, a header that is too long", pngBeginning(png, new Chunk("IHDR", NOISE)), corrupt),
        new Specimen("PNG of noise", withNoise(signature), corrupt),
        new Specimen("PNG of a little noise", Arrays.copyOf(withNoise(signature), 30), corrupt),
        new Specimen(
            "JPEG, a frame of another length", HandMade.withSegment(jpeg, 0xc0, NOISE), corrupt),
        new Specimen("WebP, lossy noise", WebpFile.of(new Chunk("VP8 ", NOISE)), corrupt),
        new Specimen("WebP, lossless noise", WebpFile.of(new Chunk("VP8L", NOISE)), corrupt),
        new Specimen(
            "WebP, a canvas cut short",
            WebpFile.of(new Chunk("VP8X", new byte[4]), new Chunk("VP8 ", NOISE)),
            corrupt));
  }

  private static byte[] noise() {
    var noise = new byte[64];
    Arrays.fill(noise, (byte) 0x5a);
    return noise;
  }

  private static byte[] withNoise(byte[] start) {
    return HandMade.bytes(
        out -> {
          out.write(start);
          out.write(NOISE);
        });
  }

  private static byte[] pngBeginning(byte[] png, Chunk first) {
    return HandMade.bytes(
        out -> {
          out.write(png, 0, 8);
          HandMade.chunk(out, first.name(), first.content());
          out.write(png, 8, png.length - 8);
        });
  }
}
