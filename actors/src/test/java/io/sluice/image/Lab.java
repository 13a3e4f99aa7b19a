package io.sluice.image;

import java.awt.Color;

/** CIE's L*a*b* of D50 (CIE 15, 8.2.1): it goes in, sRGB comes out, without Java. */
final class Lab {
  private Lab() {}

  static Color toSrgb(double lightness, double a, double b) {
    var y = (lightness + 16) / 116;
    var xyz =
        new double[] {
          Primaries.D50[0] * linear(y + a / 500),
          Primaries.D50[1] * linear(y),
          Primaries.D50[2] * linear(y - b / 200)
        };
    var light = Primaries.SRGB.fromXyz(xyz);
    return new Color(level(light[0]), level(light[1]), level(light[2]));
  }

  private static double linear(double root) {
    var edge = 6.0 / 29;
    return root > edge ? Math.pow(root, 3) : 3 * edge * edge * (root - 4.0 / 29);
  }

  private static int level(double light) {
    var sample = new ToneCurve.OfSrgb().sample(Math.max(0, Math.min(1, light)));
    return (int) Math.round(255 * sample);
  }
}
