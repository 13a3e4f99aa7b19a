package io.sluice.image;

import java.util.HashMap;
import java.util.Map;

/** The picture that a JPEG's frame header declares, and how much of it the scans have brought. */
final class JpegFrame {
  static final JpegFrame NONE = new JpegFrame(0, new ByteWalk(new byte[0]), 0);

  static final int LOSSLESS = 0xc3;
  private static final int COEFFICIENTS = 64;

  private final int marker;
  private final ByteWalk bytes;
  private final int from;

  /** Of each component, a bit for each coefficient that has been sent down to its last bit. */
  private final Map<Integer, Long> sent = new HashMap<>();

  /**
   * The frame of a start-of-frame marker.
   *
   * @param from where its content begins, behind the length
   */
  JpegFrame(int marker, ByteWalk bytes, int from) {
    this.marker = marker;
    this.bytes = bytes;
    this.from = from;
    for (var component = 0; component < components(); component++) {
      sent.put(bytes.at(from + 6 + 3 * component), 0L);
    }
  }

  static boolean isOne(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** That its components take. */
  int length() {
    return 6 + 3 * components();
  }

  int height() {
    return bytes.big16(from + 1);
  }

  int width() {
    return bytes.big16(from + 3);
  }

  private int components() {
    return bytes.at(from + 5);
  }

  Samples samples() {
    if (bytes.at(from) != Byte.SIZE || isHierarchical()) {
      return Samples.OTHER;
    }
    return switch (components()) {
      case 1 -> Samples.GREY;
      case 3 -> Samples.RGB;
      case 4 -> Samples.CMYK;
      default -> Samples.OTHER;
    };
  }

  private boolean isHierarchical() {
    return (marker & 0x07) > 0x04;
  }

  private boolean isProgressive() {
    return (marker & 0x07) == 0x02;
  }

  /** What decoding takes beside the pixels. */
  long decoderBytes(int scans) {
    var pixels = (long) width() * height();
    // TwelveMonkeys holds the samples of these as numbers first.
    var samples = marker == LOSSLESS ? Integer.BYTES * components() * pixels : 0;
    return samples + (scans > 1 || isProgressive() ? coefficientBytes() : 0);
  }

  /** What comes in several scans lies in native memory until the last one, two bytes each. */
  private long coefficientBytes() {
    var widest = 1;
    var highest = 1;
    var perBlock = 0;
    for (var component = 0; component < components(); component++) {
      var sampling = bytes.at(from + 7 + 3 * component);
      widest = Math.max(widest, sampling >> 4);
      highest = Math.max(highest, sampling & 15);
      perBlock += (sampling >> 4) * (sampling & 15);
    }
    return 2L * width() * height() * perBlock / (widest * highest);
  }

  /**
   * Notes what a scan brings.
   *
   * @param at where its header's content begins
   */
  void scan(ByteWalk walk, int at) {
    var count = walk.at(at);
    var last = at + 1 + 2 * count;
    var bits = isProgressive() ? bits(walk.at(last), walk.at(last + 1)) : -1L;
    var isExact = !isProgressive() || (walk.at(last + 2) & 15) == 0;
    for (var component = 0; isExact && component < count; component++) {
      sent.computeIfPresent(walk.at(at + 1 + 2 * component), (id, before) -> before | bits);
    }
  }

  private static long bits(int first, int last) {
    var bits = 0L;
    for (var coefficient = first; coefficient <= last; coefficient++) {
      bits |= coefficient < COEFFICIENTS ? 1L << coefficient : 0;
    }
    return bits;
  }

  /** Whether no scan is missing, as when a file was cut between two and closed with a mark. */
  boolean isComplete() {
    return marker == LOSSLESS || sent.values().stream().allMatch(bits -> bits == -1L);
  }
}
