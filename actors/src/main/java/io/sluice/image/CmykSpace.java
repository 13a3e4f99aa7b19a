package io.sluice.image;

import java.awt.color.ColorSpace;

/** CMYK, each from none to all, as a name for samples; {@link Cmyk} is what converts them. */
final class CmykSpace extends ColorSpace {
  static final ColorSpace CMYK = new CmykSpace();
  static final int COMPONENTS = 4;

  private CmykSpace() {
    super(TYPE_CMYK, COMPONENTS);
  }

  @Override
  public float[] toRGB(float[] cmyk) {
    var light = 1 - cmyk[COMPONENTS - 1];
    return new float[] {(1 - cmyk[0]) * light, (1 - cmyk[1]) * light, (1 - cmyk[2]) * light};
  }

  @Override
  public float[] fromRGB(float[] rgb) {
    throw new UnsupportedOperationException("colours are not separated into CMYK here");
  }

  @Override
  public float[] toCIEXYZ(float[] cmyk) {
    return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(cmyk));
  }

  @Override
  public float[] fromCIEXYZ(float[] xyz) {
    return fromRGB(xyz);
  }
}
