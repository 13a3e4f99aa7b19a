package io.sluice.sample;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Random;

/**
 * Draws the things of a harbour: boats, houses, a lighthouse, gulls and posts. Places and sizes are
 * in pixels, colours come from the picture's generator.
 */
final class Shapes {
  private static final int[] PAINTS = {
    0xA83A32, 0x2E5A88, 0xE3D9C6, 0x3F7A5A, 0xD9A441, 0x5B4A42, 0x7F8F99, 0xC8683C
  };

  private final Graphics2D canvas;
  private final Light light;
  private final Random random;

  Shapes(Graphics2D canvas, Light light, Random random) {
    this.canvas = canvas;
    this.light = light;
    this.random = random;
  }

  /** A boat with its waterline's middle at a point. */
  void boat(double x, double y, double length) {
    var hull = new Path2D.Double();
    hull.moveTo(x - length * 0.5, y - length * 0.17);
    hull.quadTo(x, y - length * 0.08, x + length * 0.55, y - length * 0.24);
    hull.lineTo(x + length * 0.40, y);
    hull.lineTo(x - length * 0.42, y);
    hull.closePath();
    colour(paint());
    canvas.fill(
        new Rectangle2D.Double(x - length * 0.25, y - length * 0.33, length * 0.28, length * 0.2));
    colour(0x2B3640);
    canvas.fill(
        new Rectangle2D.Double(x - length * 0.2, y - length * 0.3, length * 0.17, length * 0.07));
    colour(paint());
    canvas.fill(hull);
    reflection(x - length * 0.42, y, length * 0.83, length * 0.16);
    colour(Rgb.mix(light.near(), 0, 90));
    canvas.fill(
        new Rectangle2D.Double(x - length * 0.42, y - length * 0.03, length * 0.83, length * 0.04));
    var mast = length * (0.6 + random.nextInt(50) / 100.0);
    line(x + length * 0.1, y - length * 0.1, x + length * 0.1, y - mast, length / 60);
    line(x + length * 0.1, y - mast, x + length * 0.52, y - length * 0.22, length / 200);
    line(x + length * 0.1, y - mast, x - length * 0.48, y - length * 0.16, length / 200);
  }

  private void reflection(double x, double y, double width, double height) {
    var dark = new Color(Rgb.mix(light.near(), 0, 150));
    for (var fade = 1; fade <= 4; fade++) {
      canvas.setColor(new Color(dark.getRed(), dark.getGreen(), dark.getBlue(), 40));
      canvas.fill(new Rectangle2D.Double(x, y, width, height * fade / 4));
    }
  }

  /** A quay wall that a town stands on. */
  void wall(double x, double y, double width, double height) {
    colour(Rgb.lit(light.stone(), -25));
    canvas.fill(new Rectangle2D.Double(x, y, width, height));
    reflection(x, y + height, width, height * 2);
  }

  /** A house with its lower left corner at a point. */
  void house(double x, double y, double width, double height) {
    var wall = Rgb.mix(paint(), light.low(), 70);
    colour(wall);
    canvas.fill(new Rectangle2D.Double(x, y - height, width, height));
    var roof = new Path2D.Double();
    roof.moveTo(x - width * 0.05, y - height);
    roof.lineTo(x + width * 0.5, y - height - width * 0.45);
    roof.lineTo(x + width * 1.05, y - height);
    roof.closePath();
    colour(Rgb.near(0x59433C, 25, random));
    canvas.fill(roof);
    var rows = 2 + random.nextInt(2);
    for (var i = 0; i < rows * 3; i++) {
      colour(random.nextInt(4) == 0 ? 0xF2DC9B : 0x2F3A44);
      canvas.fill(
          new Rectangle2D.Double(
              x + width * (0.12 + 0.3 * (i % 3)),
              y - height * (0.9 - 0.8 * (i / 3) / rows),
              width * 0.16,
              height * 0.4 / rows));
    }
  }

  /** A striped tower with its foot's middle at a point. */
  void lighthouse(double x, double y, double height) {
    var wide = height * 0.1;
    for (var band = 0; band < 6; band++) {
      var from = wide * (1 - band * 0.08);
      var to = wide * (1 - (band + 1) * 0.08);
      var tower = new Path2D.Double();
      tower.moveTo(x - from, y - height * band / 7);
      tower.lineTo(x + from, y - height * band / 7);
      tower.lineTo(x + to, y - height * (band + 1) / 7);
      tower.lineTo(x - to, y - height * (band + 1) / 7);
      tower.closePath();
      colour(band % 2 == 0 ? 0xE9E4DA : 0xB2413A);
      canvas.fill(tower);
    }
    colour(0x2A2F35);
    canvas.fill(new Rectangle2D.Double(x - wide * 0.5, y - height * 0.97, wide, height * 0.13));
    colour(0xFFF1B0);
    canvas.fill(new Ellipse2D.Double(x - wide * 0.3, y - height * 0.95, wide * 0.6, wide * 0.8));
  }

  void gull(double x, double y, double span) {
    var wings = new Path2D.Double();
    wings.moveTo(x - span, y - span * 0.3);
    wings.quadTo(x - span * 0.4, y - span * 0.6, x, y);
    wings.quadTo(x + span * 0.4, y - span * 0.6, x + span, y - span * 0.25);
    stroke(0x3C4248, span / 8);
    canvas.draw(wings);
  }

  /** A mooring post with its foot's middle at a point. */
  void post(double x, double y, double height) {
    colour(Rgb.near(0x4A3B2F, 15, random));
    canvas.fill(new Rectangle2D.Double(x - height * 0.09, y - height, height * 0.18, height));
    colour(Rgb.near(0x86786A, 15, random));
    canvas.fill(
        new Ellipse2D.Double(x - height * 0.1, y - height * 1.04, height * 0.2, height * 0.09));
  }

  private void line(double x1, double y1, double x2, double y2, double thick) {
    stroke(0x33302D, thick);
    canvas.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  private void stroke(int rgb, double thick) {
    colour(rgb);
    canvas.setStroke(new BasicStroke((float) Math.max(0.6, thick)));
  }

  private int paint() {
    return Rgb.near(PAINTS[random.nextInt(PAINTS.length)], 20, random);
  }

  /** Takes a paint as it looks in this light. */
  private void colour(int rgb) {
    canvas.setColor(new Color(Rgb.mix(rgb, light.near(), 60)));
  }
}
