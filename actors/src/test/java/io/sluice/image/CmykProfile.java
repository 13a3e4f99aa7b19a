package io.sluice.image;

import java.awt.Color;

/**
 * A colour profile for four inks made by hand (ICC.1, 10.10): a table goes in, its file comes out,
 * and the sRGB that inks stand for, without Java's colour management. Each ink adds its part to
 * Lab, so that it does not matter how the table is interpolated.
 */
final class CmykProfile {
  /** What all of an ink changes in L, a and b: of cyan, magenta, yellow and black. */
  private static final double[][] INKS = {
    {-20, -30, -40}, {-20, 50, -10}, {-10, 0, 60}, {-40, 0, 0}
  };

  private CmykProfile() {}

  static Color toSrgb(int... inks) {
    var lab = lab(inks[0] / 255.0, inks[1] / 255.0, inks[2] / 255.0, inks[3] / 255.0);
    return Lab.toSrgb(lab[0], lab[1], lab[2]);
  }

  private static double[] lab(double... inks) {
    var lab = new double[] {100, 0, 0};
    for (var ink = 0; ink < inks.length; ink++) {
      for (var part = 0; part < lab.length; part++) {
        lab[part] += inks[ink] * INKS[ink][part];
      }
    }
    return lab;
  }

  static byte[] bytes() {
    var table = table();
    return HandMade.bytes(
        out -> {
          out.writeInt(128 + 4 + 12 + table.length);
          out.writeInt(0);
          out.writeInt(2 << 24);
          out.writeBytes("prtrCMYKLab ");
          out.write(new byte[12]);
          out.writeBytes("acsp");
          out.write(new byte[28]);
          for (var number : Primaries.D50) {
            out.writeInt((int) Math.round(number * 65536));
          }
          out.write(new byte[48]);
          out.writeInt(1);
          out.writeBytes("A2B0");
          out.writeInt(128 + 4 + 12);
          out.writeInt(table.length);
          out.write(table);
        });
  }

  /** Of two points an ink, between which all is straight. */
  private static byte[] table() {
    return HandMade.bytes(
        out -> {
          out.writeBytes("mft1\0\0\0\0");
          out.write(new byte[] {4, 3, 2, 0});
          for (var cell = 0; cell < 9; cell++) {
            out.writeInt(cell % 4 == 0 ? 65536 : 0);
          }
          for (var entry = 0; entry < 4 * 256; entry++) {
            out.write(entry);
          }
          for (var point = 0; point < 16; point++) {
            var lab = lab(point >> 3, point >> 2 & 1, point >> 1 & 1, point & 1);
            out.write((int) Math.round(lab[0] * 2.55));
            out.write((int) Math.round(lab[1] + 128));
            out.write((int) Math.round(lab[2] + 128));
          }
          for (var entry = 0; entry < 3 * 256; entry++) {
            out.write(entry);
          }
        });
  }
}
