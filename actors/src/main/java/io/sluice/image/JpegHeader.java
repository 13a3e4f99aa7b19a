package io.sluice.image;

import io.sluice.image.Header.Span;

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
  private JpegFrame frame = JpegFrame.NONE;
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
      throw new UndecodableException(Flaw.UNSUPPORTED, "more than " + MOST_SCANS + " scans");
    }
    var frame = header.frame;
    return new Header(
        frame.width(),
        frame.height(),
        frame.samples(),
        bytesPerPixel(frame.samples()),
        frame.decoderBytes(header.scans),
        header.exif,
        header.whole && frame.isComplete());
  }

  private static int bytesPerPixel(Samples samples) {
    return switch (samples) {
      case GREY -> 1;
      case RGB, OTHER -> 3;
      case CMYK -> 4;
    };
  }

  private void walk() {
    var at = 2;
    while (at + 1 < bytes.length() && !whole) {
      var marker = bytes.at(at + 1);
      if (bytes.at(at) != 0xff) {
        at = bytes.next(0xff, at);
      } else if (marker == 0xff) {
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
      frame.scan(bytes, from);
    } else if (marker == APP1 && exif.length() == 0 && bytes.has("Exif\0\0", from)) {
      exif = new Span(from + 6, Math.max(0, Math.min(length, bytes.length() - from) - 6));
    } else if (JpegFrame.isOne(marker) && frame == JpegFrame.NONE) {
      var declared = new JpegFrame(marker, bytes, from);
      // One of another length is none to any decoder.
      frame = declared.length() == length ? declared : frame;
    }
  }
}
