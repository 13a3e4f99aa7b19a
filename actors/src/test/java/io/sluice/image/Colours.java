package io.sluice.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.image.BufferedImage;
import org.assertj.core.data.Offset;

/** Whether a picture shows what it should, within what a JPEG changes. */
final class Colours {
  private static final Offset<Integer> TOLERANCE = Offset.offset(12);

  private Colours() {}

  static void assertQuarters(BufferedImage image) {
    assertColour(image, 0.2, 0.2, Pictures.TOP_LEFT);
    assertColour(image, 0.8, 0.2, Pictures.TOP_RIGHT);
    assertColour(image, 0.2, 0.8, Pictures.BOTTOM_LEFT);
    assertColour(image, 0.8, 0.8, Pictures.BOTTOM_RIGHT);
  }

  static void assertColour(BufferedImage image, double x, double y, Color expected) {
    assertColour(image, x, y, expected, TOLERANCE);
  }

  /** The samples as they stand: Java's own grey is linear light, and getRGB would convert it. */
  static void assertColour(
      BufferedImage image, double x, double y, Color expected, Offset<Integer> tolerance) {
    var at = new int[] {(int) (x * image.getWidth()), (int) (y * image.getHeight())};
    var samples = image.getRaster().getPixel(at[0], at[1], (int[]) null);
    var last = samples.length - 1;
    assertThat(samples[0]).as("red").isCloseTo(expected.getRed(), tolerance);
    assertThat(samples[last / 2]).as("green").isCloseTo(expected.getGreen(), tolerance);
    assertThat(samples[last]).as("blue").isCloseTo(expected.getBlue(), tolerance);
  }
}
