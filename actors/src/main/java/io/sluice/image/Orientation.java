package io.sluice.image;

import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;

/** How a stored picture is turned upright: the eight values of EXIF 2.32, tag 0x0112, in order. */
public enum Orientation {
  UPRIGHT(1, 0, 0, 1),
  MIRRORED(-1, 0, 0, 1),
  UPSIDE_DOWN(-1, 0, 0, -1),
  FLIPPED(1, 0, 0, -1),
  TRANSPOSED(0, 1, 1, 0),
  TURN_RIGHT(0, 1, -1, 0),
  TRANSVERSED(0, -1, -1, 0),
  TURN_LEFT(0, -1, 1, 0);

  private final int xToX;
  private final int xToY;
  private final int yToX;
  private final int yToY;

  Orientation(int xToX, int xToY, int yToX, int yToY) {
    this.xToX = xToX;
    this.xToY = xToY;
    this.yToX = yToX;
    this.yToY = yToY;
  }

  /** The orientation of a tag's value; upright for a value that EXIF does not know. */
  static Orientation ofExif(long value) {
    return value >= 1 && value <= values().length ? values()[(int) value - 1] : UPRIGHT;
  }

  boolean swapsSides() {
    return xToX == 0;
  }

  /** Whether left and right change places, after the sides have been swapped. */
  boolean mirrorsX() {
    return xToX + yToX < 0;
  }

  /** Whether top and bottom change places, after the sides have been swapped. */
  boolean mirrorsY() {
    return xToY + yToY < 0;
  }

  BufferedImage upright(BufferedImage stored) {
    if (this == UPRIGHT) {
      return stored;
    }
    var width = swapsSides() ? stored.getHeight() : stored.getWidth();
    var height = swapsSides() ? stored.getWidth() : stored.getHeight();
    var left = mirrorsX() ? width : 0;
    var top = mirrorsY() ? height : 0;
    var upright = new BufferedImage(width, height, stored.getType());
    Graphics2D graphics = upright.createGraphics();
    try {
      graphics.drawImage(stored, new AffineTransform(xToX, xToY, yToX, yToY, left, top), null);
    } finally {
      graphics.dispose();
    }
    return upright;
  }
}
