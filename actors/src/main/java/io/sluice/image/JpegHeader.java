package io.sluice.image;

import io.sluice.image.Header.Span;
import io.sluice.ledger.PhotoOutcome;

/**
 * Walks the markers of a JPEG (ITU T.81, annex B) and gives what they tell. A walk, not a search: a
 * thumbnail within has an end of its own.
 */
final class JpegHeader {
  private static final int END = 0xd9;
  static final int SCAN = 0xda;
  private static final int APP1 = 0xe1;

  /** As libjpeg-turbo advises; each scan of a hostile file costs a pass over the whole picture. */
  private static final int MOST_SCANS = 500;

  private final ByteWalk bytes;
  private int width;
  private int height;
  private int components;
  private long coefficientBytes;
  private int scans;
  private Span exif = Span.NONE;
  private boolean whole;

  private JpegHeader(byte[] bytes) {
    this.bytes = new ByteWalk(bytes);
  }

  static Header read(byte[] bytes) throws UndecodableException {
    var header = new JpegHeader(bytes);
    header.walk();
    if (header.scans > MOST_SCANS) {
      throw new UndecodableException(
          PhotoOutcome.UNSUPPORTED, "more than " + MOST_SCANS + " scans");
    }
    var pixels = (long) header.width * header.height;
    // Four components are decoded as they are, and then converted.
    var conversion = header.components == 4 ? 2 * 4 * pixels : 0;
    return new Header(
        header.width,
        header.height,
        header.components == 1 ? 1 : 3,
        header.coefficientBytes + conversion,
        header.exif,
        header.whole);
  }

  private void walk() {
    var at = 2;
    while (at + 1 < bytes.length() && !whole) {
      var marker = bytes.at(at + 1);
      if (bytes.at(at) != 0xff || marker == 0xff) {
        at++;
      } else if (hasNoLength(marker)) {
        at += 2;
      } else if (marker == END) {
        whole = true;
      } else {
        segment(marker, at + 4, bytes.big16(at + 2) - 2);
        at += 2 + Math.max(2, bytes.big16(at + 2));
      }
    }
  }

  private static boolean hasNoLength(int marker) {
    return marker <= 0x01 || (marker >= 0xd0 && marker <= 0xd8);
  }

  private void segment(int marker, int from, int length) {
    if (marker == SCAN) {
      scans++;
    } else if (marker == APP1 && exif.length() == 0 && bytes.has("Exif\0\0", from)) {
      exif = new Span(from + 6, Math.max(0, Math.min(length, bytes.length() - from) - 6));
    } else if (isFrame(marker) && width == 0) {
      height = bytes.big16(from + 1);
      width = bytes.big16(from + 3);
      components = bytes.at(from + 5);
      if (marker == 0xc2) {
        coefficientBytes = coefficients(from + 6);
      }
    }
  }

  static boolean isFrame(int marker) {
    return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
  }

  /** A progressive picture's coefficients all lie in native memory, two bytes each. */
  private long coefficients(int from) {
    var widest = 1;
    var highest = 1;
    var perBlock = 0;
    for (var component = 0; component < components; component++) {
      var sampling = bytes.at(from + 3 * component + 1);
      widest = Math.max(widest, sampling >> 4);
      highest = Math.max(highest, sampling & 15);
      perBlock += (sampling >> 4) * (sampling & 15);
    }
    return 2L * width * height * perBlock / (widest * highest);
  }
}
