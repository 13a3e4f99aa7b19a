package io.sluice.image;

/** How samples of a colour profile stand for light, both from 0 to 1. */
sealed interface ToneCurve {

  double light(double sample);

  /** The curve as an element of a profile (ICC.1, 10.6 and 10.18). */
  byte[] element();

  record Gamma(double exponent) implements ToneCurve {
    @Override
    public double light(double sample) {
      return Math.pow(sample, exponent);
    }

    @Override
    public byte[] element() {
      return HandMade.bytes(
          out -> {
            out.writeBytes("curv\0\0\0\0");
            out.writeInt(1);
            out.writeShort((int) Math.round(exponent * 256));
            out.writeShort(0);
          });
    }
  }

  /** By a table of 256 entries, such as that of a press whose dots gain. */
  record Table(double gain) implements ToneCurve {
    @Override
    public double light(double sample) {
      var ink = 1 - sample;
      return 1 - Math.min(1, ink + gain * 4 * ink * (1 - ink));
    }

    @Override
    public byte[] element() {
      return HandMade.bytes(
          out -> {
            out.writeBytes("curv\0\0\0\0");
            out.writeInt(256);
            for (var entry = 0; entry < 256; entry++) {
              out.writeShort((int) Math.round(light(entry / 255.0) * 65535));
            }
          });
    }
  }

  /** The curve of sRGB (IEC 61966-2-1) in parameters, as version 4 of the format has it. */
  record OfSrgb() implements ToneCurve {
    @Override
    public double light(double sample) {
      return sample <= 0.04045 ? sample / 12.92 : Math.pow((sample + 0.055) / 1.055, 2.4);
    }

    double sample(double light) {
      return light <= 0.0031308 ? light * 12.92 : 1.055 * Math.pow(light, 1 / 2.4) - 0.055;
    }

    @Override
    public byte[] element() {
      return HandMade.bytes(
          out -> {
            out.writeBytes("para\0\0\0\0");
            out.writeShort(3);
            out.writeShort(0);
            for (var number : new double[] {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045}) {
              out.writeInt((int) Math.round(number * 65536));
            }
          });
    }
  }
}
