package io.sluice.sample;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Random;

/**
 * Paints a picture of an invented harbour that compresses and decodes like a photograph. The same
 * seed and size give the same pixels.
 */
public final class PhotoPainter {
  private final BufferedImage picture;
  private final int width;
  private final int height;
  private final Random random;
  private final Light light;

  private PhotoPainter(long seed, int width, int height) {
    this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    this.width = width;
    this.height = height;
    this.random = new Random(seed);
    this.light = Light.pick(random);
  }

  /** An opaque picture of that many pixels a side; any seed will do. */
  public static BufferedImage paint(long seed, int width, int height) {
    return new PhotoPainter(seed, width, height).paint();
  }

  private BufferedImage paint() {
    var pixels = ((DataBufferInt) picture.getRaster().getDataBuffer()).getData();
    var backdrop = new Backdrop(pixels, width, height, light, random);
    backdrop.paint();
    var canvas = picture.createGraphics();
    try {
      canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      furnish(canvas, backdrop.horizon(), backdrop.quayTop());
    } finally {
      canvas.dispose();
    }
    new Film(random).expose(pixels, width, height);
    return picture;
  }

  private void furnish(Graphics2D canvas, int horizon, int quayTop) {
    var shapes = new Shapes(canvas, light, random);
    for (var gulls = random.nextInt(6); gulls > 0; gulls--) {
      shapes.gull(random.nextInt(width), random.nextInt(horizon), width * part(4, 14));
    }
    if (random.nextInt(3) == 0) {
      shapes.lighthouse(random.nextInt(width), horizon + 2, height * part(150, 320));
    }
    if (random.nextInt(5) < 3) {
      drawTown(shapes, horizon + height / 120);
    }
    drawBoats(shapes, horizon, quayTop);
    for (var posts = quayTop < height ? random.nextInt(5) : 0; posts > 0; posts--) {
      shapes.post(random.nextInt(width), quayTop + height / 25, height * part(60, 140));
    }
  }

  private void drawTown(Shapes shapes, int foot) {
    var left = random.nextInt(width) * 0.6 - width * 0.1;
    var right = left + width * part(300, 800);
    shapes.wall(left - width * 0.03, foot, right - left + width * 0.1, height * 0.02);
    for (var x = left; x < right; ) {
      var wide = width * part(40, 100);
      shapes.house(x, foot, wide, wide * part(700, 1_600));
      x += wide * part(1_000, 1_300);
    }
  }

  /** From the far ones to the near ones, which are larger and hide them. */
  private void drawBoats(Shapes shapes, int horizon, int quayTop) {
    var boats = random.nextInt(7);
    for (var i = 1; i <= boats; i++) {
      var depth = (quayTop - horizon) * i / (boats + 1);
      var length = width * part(60, 110) + depth * part(400, 900);
      shapes.boat(random.nextInt(width), horizon + height / 60.0 + depth, length);
    }
  }

  /** A number from so many thousandths to so many. */
  private double part(int from, int to) {
    return (from + random.nextInt(to - from)) / 1_000.0;
  }
}
