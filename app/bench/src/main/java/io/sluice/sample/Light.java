package io.sluice.sample;

import java.util.List;
import java.util.Random;

/**
 * The colours of one hour and weather, as 0xRRGGBB. Each picture takes one of these and moves every
 * colour a little.
 *
 * @param high the sky overhead
 * @param low the sky at the horizon
 * @param cloud the clouds' bright side
 * @param far the sea at the horizon
 * @param near the sea at the viewer's feet
 * @param land hills and trees
 * @param stone quays and walls
 */
record Light(int high, int low, int cloud, int far, int near, int land, int stone) {
  private static final List<Light> HOURS =
      List.of(
          new Light(0x2F6FB7, 0xA9CDE6, 0xF4F6F8, 0x5F92AE, 0x1F4F66, 0x47683E, 0x8D8A82),
          new Light(0x5B86B0, 0xD5DDE0, 0xFFFFFF, 0x86A3AE, 0x37606C, 0x5C7350, 0xA39C8F),
          new Light(0x4C5687, 0xF2B070, 0xF0A084, 0xC08E70, 0x39435C, 0x3C3E42, 0x75695F),
          new Light(0x8C979E, 0xC9CED0, 0xDADEDF, 0x8B989D, 0x46565C, 0x5A645C, 0x7C7C79),
          new Light(0x2B3B66, 0x8492B0, 0x98A1B6, 0x566A8C, 0x1F2F4A, 0x2C3640, 0x565A62),
          new Light(0x6FA3C4, 0xF3E3C3, 0xFFF3DC, 0xA8B7A9, 0x2F6A70, 0x6B6F3C, 0xB09A7C));

  static Light pick(Random random) {
    var hour = HOURS.get(random.nextInt(HOURS.size()));
    return new Light(
        Rgb.near(hour.high, 18, random),
        Rgb.near(hour.low, 14, random),
        Rgb.near(hour.cloud, 12, random),
        Rgb.near(hour.far, 16, random),
        Rgb.near(hour.near, 16, random),
        Rgb.near(hour.land, 20, random),
        Rgb.near(hour.stone, 9, random));
  }
}
