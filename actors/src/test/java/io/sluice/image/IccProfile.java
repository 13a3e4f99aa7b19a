package io.sluice.image;

import java.awt.Color;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A colour profile made by hand (ICC.1): primaries and a curve go in; its file comes out, and the
 * sRGB that its samples stand for, both without Java's colour management.
 *
 * @param version 2 or 4
 * @param primaries null of a grey one
 */
record IccProfile(String name, int version, Primaries primaries, ToneCurve curve) {
  private static final int HEADER = 128;

  static final IccProfile DISPLAY_P3 =
      new IccProfile("Display P3", 4, Primaries.DISPLAY_P3, new ToneCurve.OfSrgb());
  static final IccProfile ADOBE_RGB =
      new IccProfile("Adobe RGB (1998)", 2, Primaries.ADOBE_RGB, new ToneCurve.Gamma(563 / 256.0));
  static final IccProfile VERSION_4 =
      new IccProfile("Adobe RGB, version 4", 4, Primaries.ADOBE_RGB, new ToneCurve.Gamma(2.2));
  static final IccProfile SRGB =
      new IccProfile("sRGB IEC61966-2.1", 2, Primaries.SRGB, new ToneCurve.Gamma(2.2));
  static final IccProfile GREY_GAMMA =
      new IccProfile("Grey gamma 1.8", 2, null, new ToneCurve.Gamma(1.8));
  static final IccProfile GREY_DOT_GAIN =
      new IccProfile("Dot gain 20%", 2, null, new ToneCurve.Table(0.2));

  Color toSrgb(Color samples) {
    var light = new double[] {light(samples.getRed()), light(samples.getGreen()), 0};
    light[2] = light(samples.getBlue());
    if (primaries != null) {
      light = Primaries.SRGB.fromXyz(Primaries.times(primaries.toXyz(), light));
    }
    return new Color(sample(light[0]), sample(light[1]), sample(light[2]));
  }

  private double light(int sample) {
    return curve.light(sample / 255.0);
  }

  private static int sample(double light) {
    var sample = new ToneCurve.OfSrgb().sample(light);
    return (int) Math.round(255 * Math.max(0, Math.min(1, sample)));
  }

  byte[] bytes() {
    var elements = elements();
    var table = 4 + 12 * elements.size();
    var length = HEADER + table + elements.values().stream().mapToInt(e -> padded(e.length)).sum();
    return HandMade.bytes(
        out -> {
          writeHeader(out, length);
          out.writeInt(elements.size());
          var at = HEADER + table;
          for (var element : elements.entrySet()) {
            out.writeBytes(element.getKey());
            out.writeInt(at);
            out.writeInt(element.getValue().length);
            at += padded(element.getValue().length);
          }
          for (var element : elements.values()) {
            out.write(element);
            out.write(new byte[padded(element.length) - element.length]);
          }
        });
  }

  private void writeHeader(DataOutputStream out, int length) throws IOException {
    out.writeInt(length);
    out.writeInt(0);
    out.writeInt(version << 24);
    out.writeBytes("mntr" + (primaries == null ? "GRAY" : "RGB ") + "XYZ ");
    out.write(new byte[12]);
    out.writeBytes("acsp");
    out.write(new byte[28]);
    writeXyz(out, Primaries.D50);
    out.write(new byte[HEADER - 80]);
  }

  private Map<String, byte[]> elements() {
    var elements = new LinkedHashMap<String, byte[]>();
    elements.put("desc", version == 2 ? description() : localized());
    elements.put("wtpt", xyz(Primaries.D50));
    if (primaries == null) {
      elements.put("kTRC", curve.element());
      return elements;
    }
    var matrix = primaries.toXyz();
    for (var column = 0; column < 3; column++) {
      var letter = "rgb".charAt(column);
      elements.put(
          letter + "XYZ",
          xyz(new double[] {matrix[0][column], matrix[1][column], matrix[2][column]}));
      elements.put(letter + "TRC", curve.element());
    }
    return elements;
  }

  private static byte[] xyz(double[] xyz) {
    return HandMade.bytes(
        out -> {
          out.writeBytes("XYZ \0\0\0\0");
          writeXyz(out, xyz);
        });
  }

  private static void writeXyz(DataOutputStream out, double[] xyz) throws IOException {
    for (var number : xyz) {
      out.writeInt((int) Math.round(number * 65536));
    }
  }

  private byte[] description() {
    return HandMade.bytes(
        out -> {
          out.writeBytes("desc\0\0\0\0");
          out.writeInt(name.length() + 1);
          out.writeBytes(name + "\0");
          out.write(new byte[4 + 4 + 2 + 1 + 67]);
        });
  }

  private byte[] localized() {
    return HandMade.bytes(
        out -> {
          out.writeBytes("mluc\0\0\0\0");
          out.writeInt(1);
          out.writeInt(12);
          out.writeBytes("enUS");
          out.writeInt(2 * name.length());
          out.writeInt(28);
          out.write(name.getBytes(StandardCharsets.UTF_16BE));
        });
  }

  private static int padded(int length) {
    return (length + 3) / 4 * 4;
  }
}
