package io.sluice.image;

import java.awt.color.ColorSpace;

/**
 * Four inks from none to all of each, as a name for samples; {@link Cmyk} is what converts them.
 */
final class InkSpace extends ColorSpace {
  static final ColorSpace CMYK = new InkSpace();
  static final int INKS = 4;

  private InkSpace() {
    super(TYPE_CMYK, INKS);
  }

  @Override
  public float[] toRGB(float[] inks) {
    var light = 1 - inks[INKS - 1];
    return new float[] {(1 - inks[0]) * light, (1 - inks[1]) * light, (1 - inks[2]) * light};
  }

  @Override
  public float[] fromRGB(float[] rgb) {
    throw new UnsupportedOperationException("colours are not separated into inks here");
  }

  @Override
  public float[] toCIEXYZ(float[] inks) {
    return ColorSpace.getInstance(CS_sRGB).toCIEXYZ(toRGB(inks));
  }

  @Override
  public float[] fromCIEXYZ(float[] xyz) {
    return fromRGB(xyz);
  }
}
