package io.sluice.image;

import io.sluice.image.Header.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * The segments of a JPEG that come before its pixels (ITU T.81, annex B), each without its length.
 */
record JpegSegments(ByteWalk bytes, List<Segment> all) {
  private static final int ADOBE = 0xee;
  private static final int ADOBE_TRANSFORM = 11;

  /** A marker's second byte, and what comes with it. */
  record Segment(int marker, Span content) {}

  static JpegSegments of(byte[] file) {
    var walk = new ByteWalk(file);
    var segments = new ArrayList<Segment>();
    var at = 2;
    while (walk.at(at) == 0xff && walk.at(at + 1) != JpegHeader.SCAN) {
      var content = at + 4;
      var end = at + 2 + walk.big16(at + 2);
      if (end >= content && end <= walk.length()) {
        segments.add(new Segment(walk.at(at + 1), new Span(content, end - content)));
      }
      at = Math.max(content, end);
    }
    return new JpegSegments(walk, List.copyOf(segments));
  }

  /** Those that begin with a name. */
  Stream<Span> named(String name) {
    return all.stream()
        .map(Segment::content)
        .filter(content -> content.length() >= name.length() && bytes.has(name, content.from()));
  }

  /** The transform of colours that Adobe's mark tells: 0 none, 1 YCbCr, 2 YCCK. */
  OptionalInt adobeTransform() {
    return all.stream()
        .filter(segment -> segment.marker() == ADOBE)
        .map(Segment::content)
        .filter(content -> content.length() > ADOBE_TRANSFORM && bytes.has("Adobe", content.from()))
        .mapToInt(content -> bytes.at(content.from() + ADOBE_TRANSFORM))
        .findFirst();
  }

  boolean isLossless() {
    return all.stream().anyMatch(segment -> segment.marker() == JpegFrame.LOSSLESS);
  }
}
