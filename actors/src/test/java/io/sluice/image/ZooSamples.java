package io.sluice.image;

import io.sluice.image.PngFile.Chunk;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** PNGs of every kind of samples, plain and interlaced. */
final class ZooSamples {
  private static final Color LIGHT = new Color(170, 170, 170);
  private static final Color DARK = new Color(85, 85, 85);
  private static final Chunk RED_AND_BLUE = Chunk.of("PLTE", 255, 0, 0, 0, 0, 255);

  private ZooSamples() {}

  static List<Specimen> all() {
    var all = new ArrayList<Specimen>();
    for (var interlaced : new boolean[] {false, true}) {
      all.addAll(opaque(interlaced));
      all.addAll(transparent(interlaced));
    }
    return all;
  }

  private static List<Specimen> opaque(boolean interlaced) {
    var all = new ArrayList<Specimen>();
    for (var depth = 1; depth <= 16; depth *= 2) {
      var most = (1 << depth) - 1;
      var png = png(depth, 0, interlaced);
      var light = depth == 1 ? Color.WHITE : LIGHT;
      var dark = depth == 1 ? Color.BLACK : DARK;
      all.add(
          specimen(
              "grey",
              png,
              png.halves(
                  new int[] {depth == 1 ? 1 : most / 3 * 2}, new int[] {depth == 1 ? 0 : most / 3}),
              light,
              dark));
    }
    for (var depth = 1; depth <= 8; depth *= 2) {
      var png = png(depth, 3, interlaced);
      var bytes = png.halves(new int[] {0}, new int[] {1}, RED_AND_BLUE);
      all.add(specimen("palette", png, bytes, Color.RED, Color.BLUE));
    }
    for (var depth = 8; depth <= 16; depth *= 2) {
      var one = ((1 << depth) - 1) / 255;
      var png = png(depth, 2, interlaced);
      var bytes =
          png.halves(new int[] {200 * one, 90 * one, 60 * one}, new int[] {0, 0, 255 * one});
      all.add(specimen("RGB", png, bytes, new Color(200, 90, 60), Color.BLUE));
    }
    return all;
  }

  private static List<Specimen> transparent(boolean interlaced) {
    var all = new ArrayList<Specimen>();
    for (var depth = 8; depth <= 16; depth *= 2) {
      var most = (1 << depth) - 1;
      var third = most / 3;
      var grey = png(depth, 4, interlaced);
      // Grey of a third, a third of it seen, on white.
      var half = grey.halves(new int[] {third, third}, new int[] {third, most});
      all.add(specimen("grey and alpha", grey, half, new Color(198, 198, 198), DARK));
      var rgb = png(depth, 6, interlaced);
      var red = rgb.halves(new int[] {most, 0, 0, third}, new int[] {0, 0, most, most});
      all.add(specimen("RGB and alpha", rgb, red, new Color(255, 170, 170), Color.BLUE));
      var key = Chunk.of("tRNS", depth == 8 ? 0 : 255, 255, 0, 0, 0, 0);
      var keyed = png(depth, 2, interlaced);
      var clear = keyed.halves(new int[] {most, 0, 0}, new int[] {0, 0, most}, key);
      all.add(specimen("RGB and a transparent colour", keyed, clear, Color.WHITE, Color.BLUE));
      var greyKey = Chunk.of("tRNS", depth == 8 ? 0 : third >> 8, third & 255);
      var keyedGrey = png(depth, 0, interlaced);
      var clearGrey = keyedGrey.halves(new int[] {third}, new int[] {third * 2}, greyKey);
      all.add(specimen("grey and a transparent one", keyedGrey, clearGrey, Color.WHITE, LIGHT));
    }
    var palette = png(2, 3, interlaced);
    var bytes =
        palette.halves(new int[] {0}, new int[] {1}, RED_AND_BLUE, Chunk.of("tRNS", 85, 255));
    all.add(specimen("palette and alpha", palette, bytes, new Color(255, 170, 170), Color.BLUE));
    return all;
  }

  private static PngFile png(int depth, int type, boolean interlaced) {
    return new PngFile(32, 24, depth, type, interlaced);
  }

  private static Specimen specimen(
      String kind, PngFile png, byte[] bytes, Color left, Color right) {
    var name =
        "PNG, %s, %d bits%s".formatted(kind, png.depth(), png.interlaced() ? ", interlaced" : "");
    return new Specimen(name, bytes, Expectation.halves(32, 24, left, right));
  }
}
