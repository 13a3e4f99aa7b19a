package io.sluice.image;

import io.sluice.image.Expectation.Either;
import io.sluice.image.Expectation.Ends;
import io.sluice.image.GifFile.Frame;
import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Small files that would take much memory or time. */
final class ZooBombs {
  private static final int HUGE = 65_500;
  private static final Expectation TOO_LARGE = Expectation.fails(Flaw.TOO_LARGE);
  private static final Expectation BROKEN =
      Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.UNSUPPORTED);
  private static final Expectation BLACK = Expectation.plain(32, 24, Color.BLACK);
  private static final Expectation SHOWN = Expectation.plain(32, 24, new Color(9, 9, 9));

  /** 16160 x 1024 pixels whose codes take bits, of which there are none. */
  private static final byte[] MISSING_DATA =
      HandMade.base64("UklGRhoAAABXRUJQVlA4TA0AAAAvH///AKhWkcvT/wIAAA==");

  private static final byte[] FEW = new byte[64];

  private ZooBombs() {}

  static List<Specimen> all() {
    var all = new ArrayList<>(byDimensions());
    all.addAll(byDetails());
    return all;
  }

  private static List<Specimen> byDimensions() {
    return List.of(
        new Specimen("PNG bomb", new PngFile(HUGE, HUGE, 1, 0, false).file(FEW), TOO_LARGE),
        new Specimen("PNG bomb that inflates", HandMade.bomb(20_000), TOO_LARGE),
        new Specimen("JPEG bomb", JpegFile.hollow(HUGE, HUGE), TOO_LARGE),
        new Specimen("progressive JPEG bomb", JpegFile.progressive(12_000, 12_000), TOO_LARGE),
        new Specimen(
            "GIF bomb", new GifFile(9, 9).with(new Frame(20_000, 20_000, GifFile.RED)), TOO_LARGE),
        new Specimen(
            "GIF of a huge canvas",
            new GifFile(65_535, 65_535).with(new Frame(32, 24, GifFile.RED)),
            Expectation.plain(32, 24, Color.RED)),
        new Specimen(
            "WebP bomb", WebpFile.of(WebpFile.lossless(16_383, 16_383, 9, 9, 9, 255)), TOO_LARGE),
        new Specimen("WebP bomb on a small canvas", webpOnSmallCanvas(), new Either(SHOWN, BROKEN)),
        new Specimen(
            "WebP bomb in a small frame",
            WebpFile.animation(
                32,
                24,
                WebpFile.frame(0, 0, 32, 24, WebpFile.lossless(16_383, 16_383, 9, 9, 9, 255))),
            new Either(SHOWN, BROKEN)),
        new Specimen("WebP bomb in an empty frame", webpOfEmptyFrame(), TOO_LARGE),
        new Specimen("WebP bomb beside the first picture", webpBesideFrame(), BROKEN),
        new Specimen("WebP bomb in an unannounced frame", webpOfUnannouncedFrame(), BROKEN),
        new Specimen(
            "BMP bomb",
            new BmpFile(HUGE, HUGE, 24, 0).with(FEW),
            Expectation.fails(Flaw.TOO_LARGE, Flaw.CORRUPT)),
        new Specimen(
            "BMP bomb in runs",
            new BmpFile(HUGE, HUGE, 8, 1).with(FEW),
            Expectation.fails(Flaw.TOO_LARGE, Flaw.CORRUPT)),
        new Specimen(
            "BMP with a JPEG bomb",
            new BmpFile(32, 24, 24, 4).with(JpegFile.progressive(20_000, 20_000)),
            BROKEN),
        new Specimen(
            "BMP with a PNG bomb", new BmpFile(32, 24, 24, 5).with(HandMade.bomb(30_000)), BROKEN),
        new Specimen(
            "TIFF bomb",
            TiffFile.rgb(HUGE, HUGE).data(273, FEW).number(279, FEW.length).bytes(),
            TOO_LARGE));
  }

  private static List<Specimen> byDetails() {
    return List.of(
        new Specimen("WebP bomb, lossy, on a small canvas", lossyOnSmallCanvas(), new Ends()),
        new Specimen("WebP bomb of missing data", MISSING_DATA, new Ends()),
        new Specimen("WebP bomb of many pictures", manyPictures(), BROKEN),
        new Specimen("WebP bomb in its profile", profileOfTwoGigabytes(), new Ends()),
        new Specimen("EXIF bomb", exif(), BLACK),
        new Specimen("profile bomb", profile(), BLACK),
        new Specimen("text bomb", text(), BLACK));
  }

  private static byte[] webpOnSmallCanvas() {
    return WebpFile.of(WebpFile.canvas(0, 32, 24), WebpFile.lossless(16_383, 16_383, 9, 9, 9, 255));
  }

  /** The first frame counts, even without pixels. */
  private static byte[] webpOfEmptyFrame() {
    return WebpFile.animation(
        32,
        24,
        WebpFile.frame(0, 0, 16_383, 16_383, new Chunk("none", new byte[0])),
        WebpFile.frame(0, 0, 32, 24, WebpFile.lossless(32, 24, 9, 9, 9, 255)));
  }

  /** Of an animation only what is in frames is decoded. */
  private static byte[] webpBesideFrame() {
    return WebpFile.animation(
        32,
        24,
        WebpFile.lossless(32, 24, 9, 9, 9, 255),
        WebpFile.frame(0, 0, 16_383, 16_383, lossy()));
  }

  /** Of another picture than an animation the frames are passed over. */
  private static byte[] webpOfUnannouncedFrame() {
    return WebpFile.of(
        WebpFile.canvas(0, 32, 24),
        WebpFile.frame(0, 0, 16_383, 16_383, new Chunk("none", new byte[0])),
        lossy());
  }

  private static byte[] lossyOnSmallCanvas() {
    return WebpFile.of(WebpFile.canvas(0, 32, 24), lossy());
  }

  /** Pixels whose own header says 16383 x 16383. */
  private static Chunk lossy() {
    var pixels = Arrays.copyOfRange(HandMade.WEBP, 20, HandMade.WEBP.length);
    Arrays.fill(pixels, 6, 10, (byte) 0xff);
    pixels[7] = 0x3f;
    pixels[9] = 0x3f;
    return new Chunk("VP8 ", pixels);
  }

  /** Each of which would be decoded. */
  private static byte[] manyPictures() {
    var chunks = new Chunk[500];
    Arrays.fill(chunks, WebpFile.lossless(4_000, 3_000, 9, 9, 9, 255));
    chunks[0] = WebpFile.canvas(0, 4_000, 3_000);
    return WebpFile.of(chunks);
  }

  private static byte[] profileOfTwoGigabytes() {
    var profile = IccProfile.DISPLAY_P3.bytes();
    profile[0] = 0x7f;
    return WebpFile.of(
        WebpFile.canvas(WebpFile.ICCP, 32, 24),
        new Chunk("ICCP", profile),
        WebpFile.lossless(32, 24, 9, 9, 9, 255));
  }

  /** Thousands of tags, each of which points to the same many bytes. */
  static byte[] exif() {
    var tags = 20_000;
    var block =
        HandMade.bytes(
            out -> {
              out.writeBytes("MM");
              out.writeShort(42);
              out.writeInt(8);
              out.writeShort(tags);
              for (var tag = 0; tag < tags; tag++) {
                out.writeShort(0x8000 + tag);
                out.writeShort(7);
                out.writeInt(200_000);
                out.writeInt(8);
              }
              out.writeInt(0);
            });
    return png(new Chunk("eXIf", block));
  }

  private static byte[] profile() {
    return png(new Chunk("iCCP", HandMade.profileChunk(new byte[50_000_000])));
  }

  private static byte[] text() {
    return png(new Chunk("zTXt", HandMade.profileChunk(new byte[100_000_000])));
  }

  private static byte[] png(Chunk chunk) {
    var black = new int[3];
    return new PngFile(8, 2).halves(black, black, chunk);
  }
}
