package io.sluice.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Pixels without transparency: any decoded picture goes in, one of eight bits a sample comes out.
 */
final class Pixels {
  private Pixels() {}

  /** As the scaler and the encoder take it at their fastest. */
  static BufferedImage opaque(BufferedImage image) {
    return switch (image.getType()) {
      case BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY ->
          image;
      default -> opaque(image, BufferedImage.TYPE_3BYTE_BGR);
    };
  }

  /** On white, in the given layout. */
  static BufferedImage opaque(BufferedImage image, int type) {
    if (image.getType() == type) {
      return image;
    }
    var opaque = new BufferedImage(image.getWidth(), image.getHeight(), type);
    Graphics2D graphics = opaque.createGraphics();
    try {
      graphics.drawImage(image, 0, 0, Color.WHITE, null);
    } finally {
      graphics.dispose();
    }
    return opaque;
  }
}
