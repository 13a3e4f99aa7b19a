package io.sluice.image;

import java.util.Arrays;

/** A TIFF of 32 x 24 pixels that are all the same, of samples of any kind. */
final class TiffPixels {
  private static final int WIDTH = 32;
  private static final int HEIGHT = 24;

  private final int photometric;
  private final int depth;
  private final int count;
  private final int format;
  private int[] extras = {};
  private int[] palette = {};
  private int inks;
  private int sampled;
  private byte[] profile = {};

  TiffPixels(int photometric, int depth, int count) {
    this(photometric, depth, count, 1);
  }

  TiffPixels(int photometric, int depth, int count, int format) {
    this.photometric = photometric;
    this.depth = depth;
    this.count = count;
    this.format = format;
  }

  TiffPixels extra(int... kinds) {
    extras = kinds;
    return this;
  }

  TiffPixels palette(int... first) {
    palette = first;
    return this;
  }

  TiffPixels inks(int set) {
    inks = set;
    return this;
  }

  TiffPixels sampled(int ways) {
    sampled = ways;
    return this;
  }

  TiffPixels profile(IccProfile profile) {
    return profile(profile.bytes());
  }

  TiffPixels profile(byte[] bytes) {
    profile = bytes;
    return this;
  }

  /** Of the bytes of a pixel, or of those of a block of pixels. */
  byte[] of(int... block) {
    var bits = sampled == 2 ? 12 : depth * count;
    var length = WIDTH * HEIGHT * bits / 8;
    return file(
        1,
        HandMade.bytes(
            out -> {
              for (var at = 0; at < length; at++) {
                out.write(block[at % block.length]);
              }
            }));
  }

  byte[] jpeg(byte[] strip) {
    return file(7, strip);
  }

  private byte[] file(int compression, byte[] strip) {
    var depths = new int[count];
    Arrays.fill(depths, depth);
    var formats = new int[count];
    Arrays.fill(formats, format);
    var tiff =
        new TiffFile()
            .number(256, WIDTH)
            .number(257, HEIGHT)
            .shorts(258, depths)
            .word(259, compression)
            .word(262, photometric)
            .data(273, strip)
            .word(277, count)
            .number(278, HEIGHT)
            .number(279, strip.length);
    if (palette.length > 0) {
      var map = new int[3 << depth];
      for (var colour = 0; colour < 3; colour++) {
        map[colour << depth] = palette[colour] * 257;
      }
      tiff.shorts(320, map);
    }
    if (inks > 0) {
      tiff.word(332, inks);
    }
    if (extras.length > 0) {
      tiff.shorts(338, extras);
    }
    if (format > 1) {
      tiff.shorts(339, formats);
    }
    if (sampled > 0) {
      tiff.shorts(530, sampled, sampled);
    }
    return (profile.length > 0 ? tiff.undefined(34675, profile) : tiff).bytes();
  }
}
