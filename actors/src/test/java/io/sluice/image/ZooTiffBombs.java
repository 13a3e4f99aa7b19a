package io.sluice.image;

import io.sluice.image.Expectation.Either;
import io.sluice.image.Expectation.Ends;
import java.awt.Color;
import java.util.List;

/** Small TIFFs that would take much memory or time. */
final class ZooTiffBombs {
  private static final Expectation BROKEN =
      Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.UNSUPPORTED);
  private static final Expectation BLACK = Expectation.plain(32, 24, Color.BLACK);
  private static final Expectation REFUSED =
      Expectation.fails(Flaw.CORRUPT, Flaw.TRUNCATED, Flaw.TOO_LARGE);
  private static final byte[] FEW = new byte[64];

  private ZooTiffBombs() {}

  static List<Specimen> all() {
    return List.of(
        new Specimen("TIFF bomb in the depth of a sample", deep(), new Ends()),
        new Specimen("TIFF bomb in a tile", tiled(16_000, 12_000), new Either(BLACK, REFUSED)),
        new Specimen("TIFF bomb of rows in a strip", rows(20_000_000), new Either(BLACK, BROKEN)),
        new Specimen("TIFF bomb of tags", tags(), new Either(BLACK, BROKEN)),
        new Specimen("TIFF bomb in a strip's length", stripOf(Integer.MAX_VALUE), BROKEN),
        new Specimen("TIFF bomb in a tag's count", manyStrips(), BROKEN),
        new Specimen("TIFF bomb in its JPEG", jpeg(), Expectation.fails(Flaw.TOO_LARGE)));
  }

  /** One component of 30 bits, for which a table of all its values would be made. */
  private static byte[] deep() {
    var pixels = new byte[32 * 24 * 3];
    return new TiffFile()
        .number(256, 32)
        .number(257, 24)
        .shorts(258, 8, 30, 8)
        .word(259, 1)
        .word(262, 2)
        .data(273, pixels)
        .word(277, 3)
        .number(278, 24)
        .number(279, pixels.length)
        .bytes();
  }

  /** Of an empty picture; only the tile's size says what it inflates to. */
  private static byte[] tiled(int width, int height) {
    var tile = PngFile.deflated(new byte[32 * 24 * 3]);
    return new TiffFile()
        .number(256, 32)
        .number(257, 24)
        .shorts(258, 8, 8, 8)
        .word(259, 8)
        .word(262, 2)
        .word(277, 3)
        .number(322, width)
        .number(323, height)
        .data(324, tile)
        .number(325, tile.length)
        .bytes();
  }

  private static byte[] rows(int rows) {
    var strip = PngFile.deflated(new byte[32 * 24 * 3]);
    return new TiffFile()
        .number(256, 32)
        .number(257, 24)
        .shorts(258, 8, 8, 8)
        .word(259, 8)
        .word(262, 2)
        .data(273, strip)
        .word(277, 3)
        .number(278, rows)
        .number(279, strip.length)
        .bytes();
  }

  /** Thousands of tags, each of which points to the same many numbers. */
  private static byte[] tags() {
    var pixels = new byte[32 * 24 * 3];
    var tiff = TiffFile.rgb(32, 24).data(273, pixels).number(279, pixels.length);
    for (var tag = 0; tag < 20_000; tag++) {
      tiff.claim(40_000 + tag, 50_000, 8);
    }
    return tiff.bytes();
  }

  private static byte[] stripOf(int length) {
    return new TiffFile()
        .number(256, 32)
        .number(257, 24)
        .shorts(258, 8, 8, 8)
        .word(259, 5)
        .word(262, 2)
        .data(273, FEW)
        .word(277, 3)
        .number(278, 24)
        .number(279, length)
        .bytes();
  }

  private static byte[] manyStrips() {
    return TiffFile.rgb(32, 24).claim(273, 500_000_000, 8).claim(279, 500_000_000, 8).bytes();
  }

  /** A progressive JPEG in the place of a strip, whatever size the TIFF has. */
  private static byte[] jpeg() {
    var strip = JpegFile.progressive(12_000, 12_000);
    return new TiffFile()
        .number(256, 32)
        .number(257, 24)
        .shorts(258, 8, 8, 8)
        .word(259, 7)
        .word(262, 6)
        .data(273, strip)
        .word(277, 3)
        .number(278, 24)
        .number(279, strip.length)
        .bytes();
  }
}
