package io.sluice.image;

import java.awt.color.CMMException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.util.Optional;

/**
 * CMYK pictures: their samples go in, sRGB comes out. By the file's profile, or without one as most
 * programs do it: each ink and black take light away, in sRGB's own levels.
 */
final class Cmyk {
  private static final int FULL = 255;
  private static final int BLACK = 3;
  private static final int RGB = 3;

  private Cmyk() {}

  static boolean areIn(BufferedImage image) {
    return image.getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
  }

  /** On white. */
  static BufferedImage toRgb(BufferedImage image, Optional<ICC_Profile> profile) {
    var cmyk = bytes(image);
    var rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    if (profile.isEmpty() || !convert(cmyk, profile.get(), rgb.getRaster())) {
      mix(cmyk, rgb.getRaster());
    }
    // What is premultiplied has less ink already, and its paper is white.
    if (image.getColorModel().hasAlpha() && !image.getColorModel().isAlphaPremultiplied()) {
      layOnWhite(rgb.getRaster(), new SampleRows(image), CmykSpace.COMPONENTS);
    }
    return rgb;
  }

  private static boolean convert(Raster cmyk, ICC_Profile profile, WritableRaster rgb) {
    var srgb = ICC_Profile.getInstance(ColorSpace.CS_sRGB);
    try {
      new ColorConvertOp(new ICC_Profile[] {profile, srgb}, null).filter(cmyk, rgb);
      return true;
    } catch (CMMException | IllegalArgumentException broken) {
      return false;
    }
  }

  private static void mix(Raster cmyk, WritableRaster rgb) {
    var width = cmyk.getWidth();
    var from = new int[width * CmykSpace.COMPONENTS];
    var to = new int[width * RGB];
    for (var y = 0; y < cmyk.getHeight(); y++) {
      cmyk.getPixels(0, y, width, 1, from);
      for (var x = 0; x < width; x++) {
        var light = FULL - from[x * CmykSpace.COMPONENTS + BLACK];
        for (var colour = 0; colour < RGB; colour++) {
          var left = (FULL - from[x * CmykSpace.COMPONENTS + colour]) * light;
          to[x * RGB + colour] = (left + FULL / 2) / FULL;
        }
      }
      rgb.setPixels(0, y, width, 1, to);
    }
  }

  private static void layOnWhite(WritableRaster rgb, SampleRows rows, int alphaBand) {
    var width = rgb.getWidth();
    var pixels = new int[width * RGB];
    for (var y = 0; y < rgb.getHeight(); y++) {
      var alpha = rows.row(y, alphaBand);
      rgb.getPixels(0, y, width, 1, pixels);
      for (var at = 0; at < pixels.length; at++) {
        pixels[at] = Math.round(FULL - alpha[at / RGB] * (FULL - pixels[at]));
      }
      rgb.setPixels(0, y, width, 1, pixels);
    }
  }

  /** CMYK alone, eight bits each. */
  private static Raster bytes(BufferedImage image) {
    var raster = image.getRaster();
    var model = image.getColorModel();
    if (model.getTransferType() == DataBuffer.TYPE_BYTE) {
      var bands = new int[] {0, 1, 2, BLACK};
      return raster.createChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, bands);
    }
    var bytes =
        Raster.createInterleavedRaster(
            DataBuffer.TYPE_BYTE,
            raster.getWidth(),
            raster.getHeight(),
            CmykSpace.COMPONENTS,
            null);
    var rows = new SampleRows(image);
    for (var y = 0; y < raster.getHeight(); y++) {
      for (var band = 0; band < CmykSpace.COMPONENTS; band++) {
        bytes.setSamples(0, y, raster.getWidth(), 1, band, SampleRows.levels(rows.row(y, band)));
      }
    }
    return bytes;
  }
}
