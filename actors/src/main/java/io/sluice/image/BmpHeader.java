package io.sluice.image;

import io.sluice.image.BytesInput.Patch;
import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;

/** What is taken from the headers of a BMP here; its size is its reader's to tell. */
final class BmpHeader {
  private static final int FILE_LENGTH = 2;
  private static final int PIXELS = 10;
  private static final int INFO = 14;
  private static final int COMPRESSION = 30;
  private static final int DATA_LENGTH = 34;
  private static final int COLOURS = 70;
  private static final int PROFILE = 126;

  private static final int OS2 = 12;
  private static final int VERSION_5 = 124;
  private static final long SRGB = 0x7352_4742L;

  /** Lengths of the second header, by which its version is told. */
  private static final Set<Long> VERSIONS = Set.of(12L, 16L, 40L, 52L, 56L, 64L, 108L, 124L);

  private BmpHeader() {}

  static boolean isOne(ByteWalk walk) {
    var version = walk.little32(INFO);
    return walk.has("BM", 0)
        && VERSIONS.contains(version)
        && walk.little16(version == OS2 ? 22 : 26) == 1;
  }

  /**
   * The file's headers as its reader can rely on them: what they say of its length is wrong in
   * files of many programs, and the reader believes it, down to the memory that it takes.
   */
  static Patch reliable(byte[] bytes) {
    var walk = new ByteWalk(bytes);
    var headers = Arrays.copyOf(bytes, Math.min(bytes.length, INFO + VERSION_5));
    var isPlain = walk.little32(INFO) == OS2 || walk.little32(COMPRESSION) == 0;
    var pixels = Math.max(0, bytes.length - walk.little32(PIXELS));
    // What is too short for its pixels is found when they are read.
    little32(headers, FILE_LENGTH, isPlain ? 0xffff_ffffL : bytes.length);
    if (!isPlain && walk.little32(DATA_LENGTH) > pixels) {
      little32(headers, DATA_LENGTH, pixels);
    }
    if (hasProfile(walk)) {
      little32(headers, COLOURS, SRGB);
    }
    return new Patch(0, headers);
  }

  /**
   * The colour profile; the reader would convert by it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Optional<ICC_Profile> profile(byte[] bytes) {
    var walk = new ByteWalk(bytes);
    var from = INFO + walk.little32(PROFILE);
    var length = walk.little32(PROFILE + 4);
    return hasProfile(walk) && from + length <= bytes.length
        ? Optional.of(ICC_Profile.getInstance(new Span((int) from, (int) length).in(bytes)))
        : Optional.empty();
  }

  private static boolean hasProfile(ByteWalk walk) {
    return walk.little32(INFO) == VERSION_5 && walk.has("DEBM", COLOURS);
  }

  private static void little32(byte[] bytes, int at, long number) {
    for (var index = 0; index < Integer.BYTES && at + index < bytes.length; index++) {
      bytes[at + index] = (byte) (number >> Byte.SIZE * index);
    }
  }
}
