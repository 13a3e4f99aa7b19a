package io.sluice.image;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferInt;
import java.awt.image.Raster;

/**
 * Pixels without transparency: any decoded picture goes in, one of eight bits a sample comes out.
 */
final class Pixels {
  private static final int[] RGB_OFFSETS = {0, 1, 2};
  private static final ColorModel RGB =
      new ComponentColorModel(
          ColorSpace.getInstance(ColorSpace.CS_sRGB),
          false,
          false,
          Transparency.OPAQUE,
          DataBuffer.TYPE_BYTE);

  private Pixels() {}

  /** As the scaler and the encoder take it at their fastest. */
  static BufferedImage opaque(BufferedImage image) {
    return switch (image.getType()) {
      case BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_GRAY ->
          image;
      // Java takes their grey for linear light, and some RGB, and would draw it too light.
      case BufferedImage.TYPE_CUSTOM, BufferedImage.TYPE_USHORT_GRAY -> onWhite(image);
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

  private static BufferedImage onWhite(BufferedImage image) {
    if (LabSpace.isOf(image)) {
      return LabSpace.toRgb(image);
    }
    var model = image.getColorModel();
    if (!(model instanceof ComponentColorModel)) {
      return opaque(image, BufferedImage.TYPE_3BYTE_BGR);
    }
    var type =
        model.getNumColorComponents() == 1
            ? BufferedImage.TYPE_BYTE_GRAY
            : BufferedImage.TYPE_3BYTE_BGR;
    var opaque = new BufferedImage(image.getWidth(), image.getHeight(), type);
    var rows = new SampleRows(image);
    for (var y = 0; y < image.getHeight(); y++) {
      for (var band = 0; band < model.getNumColorComponents(); band++) {
        var levels = SampleRows.levels(rows.rowOnWhite(y, band));
        opaque.getRaster().setSamples(0, y, image.getWidth(), 1, band, levels);
      }
    }
    return opaque;
  }

  /** Half as wide and high, each pixel the mean of four. Java2D takes three times as long. */
  static BufferedImage halved(BufferedImage image) {
    var samples = image.getRaster().getNumBands();
    var half = new BufferedImage(image.getWidth() / 2, image.getHeight() / 2, image.getType());
    var from = bytes(image);
    var to = bytes(half);
    var row = image.getWidth() * samples;
    var at = 0;
    for (var y = 0; y < half.getHeight(); y++) {
      for (var x = 0; x < half.getWidth(); x++) {
        var upper = 2 * y * row + 2 * x * samples;
        for (var sample = upper; sample < upper + samples; sample++) {
          var sum =
              (from[sample] & 0xff)
                  + (from[sample + samples] & 0xff)
                  + (from[sample + row] & 0xff)
                  + (from[sample + row + samples] & 0xff);
          to[at++] = (byte) ((sum + 2) >> 2);
        }
      }
    }
    return half;
  }

  static boolean areBytes(BufferedImage image) {
    return image.getType() == BufferedImage.TYPE_3BYTE_BGR
        || image.getType() == BufferedImage.TYPE_BYTE_GRAY;
  }

  /** Those of an image whose pixels {@link #areBytes}; writing to them changes it. */
  static byte[] bytes(BufferedImage image) {
    return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
  }

  /** In the order in which the JDK's encoder takes them without looking at each pixel. */
  static BufferedImage forEncoder(BufferedImage image) {
    if (image.getType() != BufferedImage.TYPE_INT_RGB) {
      return image;
    }
    var pixels = ((DataBufferInt) image.getRaster().getDataBuffer()).getData();
    var bytes = new byte[pixels.length * RGB_OFFSETS.length];
    var at = 0;
    for (var pixel : pixels) {
      bytes[at++] = (byte) (pixel >> 16);
      bytes[at++] = (byte) (pixel >> 8);
      bytes[at++] = (byte) pixel;
    }
    var raster =
        Raster.createInterleavedRaster(
            new DataBufferByte(bytes, bytes.length),
            image.getWidth(),
            image.getHeight(),
            image.getWidth() * RGB_OFFSETS.length,
            RGB_OFFSETS.length,
            RGB_OFFSETS,
            null);
    return new BufferedImage(RGB, raster, false, null);
  }
}
