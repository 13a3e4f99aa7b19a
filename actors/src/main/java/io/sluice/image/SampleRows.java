package io.sluice.image;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * A picture's samples as they stand, whatever light its colour model takes them for: any depth goes
 * in, from 0 to 1 comes out.
 */
final class SampleRows {
  private static final int FULL = 255;

  private final Raster raster;
  private final ColorModel model;

  SampleRows(BufferedImage image) {
    this.raster = image.getRaster();
    this.model = image.getColorModel();
  }

  /** One band of a row. */
  float[] row(int y, int band) {
    var width = raster.getWidth();
    if (isFloat()) {
      return raster.getSamples(0, y, width, 1, band, new float[width]);
    }
    var most = (1L << model.getComponentSize(band)) - 1;
    var samples = raster.getSamples(0, y, width, 1, band, new int[width]);
    var row = new float[width];
    for (var x = 0; x < width; x++) {
      row[x] = (samples[x] & most) / (float) most;
    }
    return row;
  }

  /** The same, laid on white by an alpha channel. */
  float[] rowOnWhite(int y, int band) {
    var row = row(y, band);
    if (model.hasAlpha()) {
      var alpha = row(y, model.getNumComponents() - 1);
      for (var x = 0; x < row.length; x++) {
        row[x] = (model.isAlphaPremultiplied() ? row[x] : row[x] * alpha[x]) + 1 - alpha[x];
      }
    }
    return row;
  }

  /** From 0 to 255. */
  static int[] levels(float[] row) {
    var levels = new int[row.length];
    for (var x = 0; x < row.length; x++) {
      levels[x] = Math.round(FULL * Math.max(0, Math.min(1, row[x])));
    }
    return levels;
  }

  private boolean isFloat() {
    return model.getTransferType() == DataBuffer.TYPE_FLOAT
        || model.getTransferType() == DataBuffer.TYPE_DOUBLE;
  }
}
