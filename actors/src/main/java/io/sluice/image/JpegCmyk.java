package io.sluice.image;

import java.awt.Transparency;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.WritableRaster;

/**
 * The components of a CMYK JPEG: raw samples go in, how much of each ink comes out. All programs
 * store what is left of the light, as Adobe's do, with or without Adobe's mark.
 */
final class JpegCmyk {
  private static final int FULL = 255;
  private static final int MIDDLE = 128;

  private JpegCmyk() {}

  /**
   * The same raster, changed and labelled.
   *
   * @param raw interleaved bytes, four a pixel
   * @param bytes the file, which tells what the components are
   */
  static BufferedImage of(WritableRaster raw, byte[] bytes) {
    var samples = ((DataBufferByte) raw.getDataBuffer()).getData();
    // As libjpeg has it: what is marked and not plain is YCCK.
    if (JpegSegments.of(bytes).adobeTransform().orElse(0) != 0) {
      fromYcc(samples);
    } else {
      for (var at = 0; at < samples.length; at++) {
        samples[at] = (byte) (FULL - samples[at]);
      }
    }
    var model =
        new ComponentColorModel(
            CmykSpace.CMYK, false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
    return new BufferedImage(model, raw, false, null);
  }

  /** By JFIF 1.02, section 7; black stands beside it. */
  private static void fromYcc(byte[] samples) {
    for (var at = 0; at < samples.length; at += CmykSpace.COMPONENTS) {
      var y = samples[at] & FULL;
      var blue = (samples[at + 1] & FULL) - MIDDLE;
      var red = (samples[at + 2] & FULL) - MIDDLE;
      samples[at] = level(y + 1.402f * red);
      samples[at + 1] = level(y - 0.344136f * blue - 0.714136f * red);
      samples[at + 2] = level(y + 1.772f * blue);
      samples[at + 3] = (byte) (FULL - samples[at + 3]);
    }
  }

  private static byte level(float value) {
    return (byte) Math.round(Math.max(0, Math.min(FULL, value)));
  }
}
