package io.sluice.image;

import io.sluice.image.Header.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The segments of a JPEG that come before its pixels (ITU T.81, annex B), each without its length.
 */
record JpegSegments(ByteWalk bytes, List<Segment> all) {
  static final String ADOBE = "Adobe";
  private static final int JFIF_LENGTH = 14;
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

  boolean isJfif() {
    return named("JFIF\0").anyMatch(content -> content.length() >= JFIF_LENGTH);
  }

  /** The transform of colours that Adobe's mark tells: 0 none, 1 YCbCr, 2 YCCK. */
  OptionalInt adobeTransform() {
    return named(ADOBE)
        .filter(content -> content.length() > ADOBE_TRANSFORM)
        .mapToInt(content -> bytes.at(content.from() + ADOBE_TRANSFORM))
        .findFirst();
  }

  /** The names of the components, one byte each; empty without a frame. */
  List<Integer> components() {
    return all.stream()
        .filter(segment -> JpegFrame.isOne(segment.marker()))
        .findFirst()
        .map(segment -> components(segment.content().from()))
        .orElse(List.of());
  }

  private List<Integer> components(int frame) {
    return IntStream.range(0, bytes.at(frame + 5))
        .mapToObj(component -> bytes.at(frame + 6 + 3 * component))
        .toList();
  }

  boolean isLossless() {
    return all.stream().anyMatch(segment -> segment.marker() == JpegFrame.LOSSLESS);
  }
}
