package io.sluice.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;

/**
 * CIE's L*a*b* of D50 as TIFF stores it (TIFF 6.0, section 23): samples go in, sRGB comes out. The
 * JDK's reader takes another white, and has too few steps in the dark.
 */
final class LabSpace extends ColorSpace {
  static final ColorSpace LAB = new LabSpace();

  private static final int PARTS = 3;
  private static final float[] WHITE = {0.9642f, 1, 0.8249f};
  private static final float EDGE = 6f / 29;

  /** From XYZ of D50 to the light of sRGB, adapted after Bradford (IEC 61966-2-1, ICC.1). */
  private static final float[][] LIGHT = {
    {3.1338561f, -1.6168667f, -0.4906146f},
    {-0.9787684f, 1.9161415f, 0.0334540f},
    {0.0719453f, -0.2289914f, 1.4052427f}
  };

  private LabSpace() {
    super(TYPE_Lab, PARTS);
  }

  static boolean isOf(BufferedImage image) {
    return image.getColorModel().getColorSpace() == LAB;
  }

  static BufferedImage toRgb(BufferedImage image) {
    var width = image.getWidth();
    var rgb = new BufferedImage(width, image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
    var rows = new SampleRows(image);
    // A lightness of sixteen bits has another scale than what is signed beside it.
    var signed = image.getColorModel().getComponentSize(1) == Byte.SIZE ? 255f : 65535 / 256f;
    var levels = new float[PARTS][width];
    for (var y = 0; y < image.getHeight(); y++) {
      var lightness = rows.row(y, 0);
      var a = rows.row(y, 1);
      var b = rows.row(y, 2);
      for (var x = 0; x < width; x++) {
        var colour =
            LAB.toRGB(
                new float[] {100 * lightness[x], signed(a[x] * signed), signed(b[x] * signed)});
        for (var band = 0; band < PARTS; band++) {
          levels[band][x] = colour[band];
        }
      }
      for (var band = 0; band < PARTS; band++) {
        rgb.getRaster().setSamples(0, y, width, 1, band, SampleRows.levels(levels[band]));
      }
    }
    return rgb;
  }

  /** What was stored in two's complement. */
  private static float signed(float unsigned) {
    return unsigned < 128 ? unsigned : unsigned - 256;
  }

  @Override
  public float[] toRGB(float[] lab) {
    var y = (lab[0] + 16) / 116;
    var xyz =
        new float[] {
          WHITE[0] * cube(y + lab[1] / 500), WHITE[1] * cube(y), WHITE[2] * cube(y - lab[2] / 200)
        };
    var rgb = new float[PARTS];
    for (var colour = 0; colour < PARTS; colour++) {
      var row = LIGHT[colour];
      rgb[colour] = level(row[0] * xyz[0] + row[1] * xyz[1] + row[2] * xyz[2]);
    }
    return rgb;
  }

  private static float cube(float root) {
    return root > EDGE ? root * root * root : 3 * EDGE * EDGE * (root - 4f / 29);
  }

  private static float level(float light) {
    var within = Math.max(0, Math.min(1, light));
    return within <= 0.0031308f
        ? 12.92f * within
        : (float) (1.055 * Math.pow(within, 1 / 2.4) - 0.055);
  }

  @Override
  public float[] fromRGB(float[] rgb) {
    throw new UnsupportedOperationException("nothing is stored as Lab here");
  }

  @Override
  public float[] toCIEXYZ(float[] lab) {
    return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(lab));
  }

  @Override
  public float[] fromCIEXYZ(float[] xyz) {
    return fromRGB(xyz);
  }
}
