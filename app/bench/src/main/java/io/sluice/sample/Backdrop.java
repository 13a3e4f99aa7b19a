package io.sluice.sample;

import java.util.Random;

/**
 * Fills a picture with what lies behind and below everything else: sky, hills, sea and quay. Every
 * row is drawn from noise in whole numbers; lengths are in pixels of a picture of 1280.
 */
final class Backdrop {
  private final int[] pixels;
  private final int width;
  private final int height;
  private final Light light;
  private final Random random;

  /** Tile pixels per picture pixel, in 1/65536. */
  private final int step;

  private final int horizon;
  private final int quayTop;

  Backdrop(int[] pixels, int width, int height, Light light, Random random) {
    this.pixels = pixels;
    this.width = width;
    this.height = height;
    this.light = light;
    this.random = random;
    this.step = (int) (65_536L * 1_280 / Math.max(width, height));
    this.horizon = height * (25 + random.nextInt(35)) / 100;
    this.quayTop = random.nextInt(3) == 0 ? height : height * (68 + random.nextInt(22)) / 100;
  }

  /** The row where the sky meets the sea. */
  int horizon() {
    return horizon;
  }

  /** The first row of the quay, or the picture's height if there is none. */
  int quayTop() {
    return quayTop;
  }

  void paint() {
    paintSky();
    for (var ridge = random.nextInt(4); ridge > 0; ridge--) {
      paintRidge(ridge);
    }
    paintSea();
    paintQuay();
  }

  private void paintSky() {
    var u0 = origin();
    var v0 = origin();
    var clearBelow = 60 + random.nextInt(110);
    for (var y = 0; y < horizon; y++) {
      var air = Rgb.mix(light.high(), light.low(), 256 * y / horizon);
      for (var x = 0; x < width; x++) {
        var form = NoiseTile.CLOUDS.at(u0 + x * (step / 3), v0 + y * (step / 2));
        var edge = NoiseTile.CLOUDS.at(v0 + x * step, u0 + y * (step + step / 2));
        var cover = Math.max(0, Math.min(220, (form * 3 + edge - 4 * clearBelow) / 2));
        pixels[y * width + x] = Rgb.mix(air, Rgb.lit(light.cloud(), edge / 3 - 50), cover);
      }
    }
  }

  /** Hills with trees; those further away are paler and higher. */
  private void paintRidge(int distance) {
    var u0 = origin();
    var v0 = origin();
    var tallest = height * (3 + 3 * distance + random.nextInt(6)) / 100;
    var colour = Rgb.mix(light.land(), light.low(), 55 * distance);
    for (var x = 0; x < width; x++) {
      var rise = NoiseTile.CLOUDS.at(u0 + x * (step / 4), v0);
      var leaves = NoiseTile.STONES.at(v0 + x * step, u0) / 64;
      var top = Math.max(0, horizon - tallest * rise / 255 - leaves);
      for (var y = top; y < horizon; y++) {
        var leaf = NoiseTile.STONES.at(u0 + x * step, v0 + y * step) - 128;
        pixels[y * width + x] = Rgb.lit(colour, leaf / (1 + distance));
      }
    }
  }

  /** Waves grow towards the viewer: a row's distance is one over its depth below the horizon. */
  private void paintSea() {
    var u0 = origin();
    var v0 = origin();
    var swell = 40 + random.nextInt(120);
    var glint = 185 + random.nextInt(80);
    for (var y = horizon; y < quayTop; y++) {
      var depth = 1_280 * (y - horizon + 2) / Math.max(width, height) + 1;
      var water = Rgb.mix(light.far(), light.near(), Math.min(256, depth * 256 / 520));
      var across = (int) ((long) step * 260 / (depth + 90));
      var along = (int) (65_536L * 96_000 / (depth + 60));
      var rough = swell * Math.min(depth + 40, 300) / 300;
      for (var x = 0; x < width; x++) {
        var u = u0 + (x - width / 2) * across;
        var wave = NoiseTile.CLOUDS.at(u / 2, v0 + along * 2) - 128;
        var ripple = NoiseTile.STONES.at(u, v0 + along * 5) - 128;
        var lift = (wave * 2 + ripple) * rough >> 8;
        var colour = Rgb.lit(water, lift / 2);
        var shine = Math.max(0, Math.min(190, (wave + ripple + 128 - glint) * 5));
        pixels[y * width + x] = Rgb.mix(colour, light.low(), shine);
      }
    }
  }

  private void paintQuay() {
    var u0 = origin();
    var v0 = origin();
    var contrast = 60 + random.nextInt(120);
    for (var y = quayTop; y < height; y++) {
      var depth = 1_280 * (y - quayTop) / Math.max(width, height);
      var across = (int) ((long) step * 420 / (depth + 260));
      for (var x = 0; x < width; x++) {
        var u = u0 + (x - width / 2) * across;
        var v = v0 + y * across * 2;
        var stone = (NoiseTile.STONES.at(u, v) - 128) * contrast >> 8;
        var stain = (NoiseTile.CLOUDS.at(u / 2, v / 2) - 128) / 3;
        pixels[y * width + x] = Rgb.lit(light.stone(), stone + stain);
      }
    }
  }

  /** Anywhere on the tile, but far from where an int overflows and would leave a seam. */
  private int origin() {
    return random.nextInt(1 << 30);
  }
}
