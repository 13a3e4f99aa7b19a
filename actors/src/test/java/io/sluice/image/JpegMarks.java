package io.sluice.image;

import java.util.Arrays;

/** JPEGs that tell less, or something else, of what their components are. */
final class JpegMarks {
  private static final int JFIF_END = 20;

  private JpegMarks() {}

  /** One that begins with JFIF's mark, without it. */
  static byte[] withoutJfif(byte[] jpeg) {
    return HandMade.bytes(
        out -> {
          out.write(jpeg, 0, 2);
          out.write(jpeg, JFIF_END, jpeg.length - JFIF_END);
        });
  }

  /** Of one scan, its components under other names. */
  static byte[] named(byte[] jpeg, int... names) {
    var named = jpeg.clone();
    var at = 2;
    while (marker(named, at) != 0xda) {
      if (marker(named, at) == 0xc0) {
        name(named, at + 10, 3, names);
      }
      at += 2 + ((named[at + 2] & 0xff) << 8 | named[at + 3] & 0xff);
    }
    name(named, at + 5, 2, names);
    return named;
  }

  private static int marker(byte[] jpeg, int at) {
    return jpeg[at + 1] & 0xff;
  }

  private static void name(byte[] jpeg, int from, int step, int... names) {
    for (var component = 0; component < names.length; component++) {
      jpeg[from + step * component] = (byte) names[component];
    }
  }

  /** With Adobe's mark behind JFIF's, or behind the start. */
  static byte[] withAdobe(byte[] jpeg, int transform) {
    var at = (jpeg[3] & 0xff) == 0xe0 ? JFIF_END : 2;
    var rest = Arrays.copyOfRange(jpeg, at, jpeg.length);
    return HandMade.bytes(
        out -> {
          out.write(jpeg, 0, at);
          out.writeInt(0xffee000e);
          out.writeBytes("Adobe");
          out.writeShort(100);
          out.writeInt(0);
          out.write(transform);
          out.write(rest);
        });
  }
}
