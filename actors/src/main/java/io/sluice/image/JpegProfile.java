package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The colour profile of an RGB picture in a JPEG (ICC.1, annex B.4). The reader is kept from seeing
 * it, since it would convert each pixel of the large picture.
 */
final class JpegProfile {
  private static final String NAME = "ICC_PROFILE\0";
  private static final int PREFIX = NAME.length() + 2;

  private final byte[] bytes;
  private final List<Span> segments;

  JpegProfile(byte[] bytes) {
    this.bytes = bytes;
    this.segments = segments(new ByteWalk(bytes));
  }

  /**
   * The profile that the segments make together.
   *
   * @throws IllegalArgumentException if it is none
   */
  Optional<ICC_Profile> profile() {
    var joined = new ByteArrayOutputStream();
    segments.forEach(segment -> joined.writeBytes(segment.in(bytes)));
    return segments.isEmpty()
        ? Optional.empty()
        : Optional.of(ICC_Profile.getInstance(joined.toByteArray()));
  }

  /** The file, its profile under a name that no reader knows. */
  byte[] hidden() {
    if (segments.isEmpty()) {
      return bytes;
    }
    var copy = bytes.clone();
    segments.forEach(segment -> copy[segment.from() - PREFIX] = 'x');
    return copy;
  }

  /**
   * The segments in the order of their numbers. Four components need theirs, and have none here.
   */
  private static List<Span> segments(ByteWalk walk) {
    var segments = new ArrayList<Span>();
    var at = 2;
    while (walk.at(at) == 0xff && walk.at(at + 1) != JpegHeader.SCAN) {
      var data = at + 4;
      var end = at + 2 + walk.big16(at + 2);
      if (JpegFrame.isOne(walk.at(at + 1)) && walk.at(data + 5) == 4) {
        return List.of();
      }
      if (walk.has(NAME, data) && end >= data + PREFIX && end <= walk.length()) {
        segments.add(new Span(data + PREFIX, end - data - PREFIX));
      }
      at = Math.max(data, end);
    }
    segments.sort(Comparator.comparing(segment -> walk.at(segment.from() - 2)));
    return segments;
  }
}
