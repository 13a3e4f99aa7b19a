package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.InflaterInputStream;

/** Walks the chunks of a PNG and gives what they tell before any pixel is inflated. */
final class PngHeader {
  private static final int SIGNATURE = 8;
  private static final int BESIDE_DATA = 12;
  private static final int END_OF_NAME = SIGNATURE + 8;
  private static final int LONGEST_PROFILE = 4 << 20;

  private final ByteWalk bytes;
  private Span exif = Span.NONE;
  private Span profile = Span.NONE;
  private final List<Span> essential = new ArrayList<>();
  private boolean transparent;
  private boolean whole;

  private PngHeader(byte[] bytes) {
    this.bytes = new ByteWalk(bytes);
    walk();
  }

  static Header read(byte[] bytes) throws UndecodableException {
    var header = new PngHeader(bytes);
    var walk = header.bytes;
    if (walk.has("CgBI", SIGNATURE + 4)) {
      throw new UndecodableException(
          Flaw.UNSUPPORTED, "a PNG as Xcode changes it (CgBI), which only Apple's read");
    }
    if (walk.length() >= END_OF_NAME && !walk.has("\0\0\0\rIHDR", SIGNATURE)) {
      throw new UndecodableException(
          Flaw.CORRUPT, "a PNG that does not begin with its header (IHDR)");
    }
    var wide = walk.at(24) == 16 ? 2 : 1;
    return new Header(
        walk.big32(16),
        walk.big32(20),
        header.kind(),
        wide * samples(walk.at(25)),
        0,
        header.exif,
        header.whole);
  }

  /** Whatever the bits of a sample, and with or without transparency. */
  static boolean isGrey(byte[] bytes) {
    var colourType = new ByteWalk(bytes).at(25);
    return colourType == 0 || colourType == 4;
  }

  /** The signature and the chunks without which there is no picture. */
  static List<Span> essentialParts(byte[] bytes) {
    return List.copyOf(new PngHeader(bytes).essential);
  }

  /**
   * The colour profile; the JDK's reader does not look at it.
   *
   * @throws IllegalArgumentException if it is none
   */
  static Optional<ICC_Profile> profile(byte[] bytes) {
    var data = new PngHeader(bytes).profile.in(bytes);
    var deflated = 0;
    while (deflated < data.length && data[deflated] != 0) {
      deflated++;
    }
    // Behind the name's end and the method, of which there is one.
    deflated += 2;
    if (deflated >= data.length) {
      return Optional.empty();
    }
    var rest = new ByteArrayInputStream(data, deflated, data.length - deflated);
    try (var inflating = new InflaterInputStream(rest)) {
      return Optional.of(ICC_Profile.getInstance(inflating.readNBytes(LONGEST_PROFILE)));
    } catch (IOException e) {
      throw new IllegalArgumentException("not deflated", e);
    }
  }

  private Samples kind() {
    if (transparent || bytes.at(24) == 16) {
      return Samples.OTHER;
    }
    return switch (bytes.at(25)) {
      case 0 -> Samples.GREY;
      case 2, 3 -> Samples.RGB;
      default -> Samples.OTHER;
    };
  }

  private static int samples(int colourType) {
    return switch (colourType) {
      case 2 -> 3;
      case 4 -> 2;
      case 6 -> 4;
      default -> 1;
    };
  }

  private void walk() {
    essential.add(new Span(0, SIGNATURE));
    long at = SIGNATURE;
    while (at + BESIDE_DATA <= bytes.length() && !whole) {
      var length = bytes.big32((int) at) & 0xffff_ffffL;
      var data = (int) at + 8;
      if (at + BESIDE_DATA + length <= bytes.length()) {
        if (bytes.has("eXIf", data - 4)) {
          exif = new Span(data, (int) length);
        } else if (bytes.has("iCCP", data - 4)) {
          profile = new Span(data, (int) length);
        } else if (isEssential(data - 4)) {
          essential.add(new Span((int) at, (int) length + BESIDE_DATA));
        }
        transparent |= bytes.has("tRNS", data - 4);
        whole = bytes.has("IEND", data - 4);
      }
      at += BESIDE_DATA + length;
    }
  }

  /** Critical, as its name's first letter tells (PNG, 5.4). */
  private boolean isEssential(int name) {
    return Character.isUpperCase(bytes.at(name));
  }
}
