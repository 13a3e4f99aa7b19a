package io.sluice.sample;

import java.util.Random;

/**
 * Gives a clean drawing the unevenness of a photograph: a fine structure on everything, darker
 * corners and a sensor's grain. This is what makes its JPEG file as large as a camera's.
 */
final class Film {
  private final int structure;
  private final int grain;
  private final int falloff;
  private final int u0;
  private final int v0;
  private int noise;

  Film(Random random) {
    this.structure = 4 + random.nextInt(40);
    this.grain = 3 + random.nextInt(14);
    this.falloff = random.nextInt(45);
    this.u0 = random.nextInt(1 << 30);
    this.v0 = random.nextInt(1 << 30);
    this.noise = random.nextInt() | 1;
  }

  void expose(int[] pixels, int width, int height) {
    var step = (int) (65_536L * 1_280 / Math.max(width, height));
    for (var y = 0; y < height; y++) {
      var fromMiddle = (2L * y - height) * (2L * y - height) * 128 / ((long) height * height);
      for (var x = 0; x < width; x++) {
        var aside = (2L * x - width) * (2L * x - width) * 128 / ((long) width * width);
        var dark = falloff * (int) (fromMiddle + aside) >> 8;
        noise ^= noise << 13;
        noise ^= noise >>> 17;
        noise ^= noise << 5;
        var fine = (NoiseTile.STONES.at(u0 + x * step, v0 + y * step) - 128) * structure >> 8;
        var bright = ((noise & 255) + (noise >>> 8 & 255) - 255) * grain >> 8;
        var warm = ((noise >>> 16 & 255) - 128) * grain >> 9;
        var all = fine + bright - dark;
        var i = y * width + x;
        var colour = pixels[i];
        pixels[i] =
            Rgb.pack(
                (colour >> 16 & 255) + all + warm,
                (colour >> 8 & 255) + all,
                (colour & 255) + all - warm);
      }
    }
  }
}
