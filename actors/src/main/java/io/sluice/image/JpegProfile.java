package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The colour profile of a JPEG (ICC.1, annex B.4). */
final class JpegProfile {
  static final String NAME = "ICC_PROFILE\0";
  private static final int PREFIX = NAME.length() + 2;

  private final byte[] bytes;
  private final List<Span> parts;

  JpegProfile(byte[] bytes) {
    this.bytes = bytes;
    this.parts = parts(JpegSegments.of(bytes));
  }

  /**
   * The profile that the segments make together.
   *
   * @throws IllegalArgumentException if it is none
   */
  Optional<ICC_Profile> profile() {
    var joined = new ByteArrayOutputStream();
    parts.forEach(part -> joined.writeBytes(part.in(bytes)));
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(ICC_Profile.getInstance(joined.toByteArray()));
  }

  /** In the order of their numbers. */
  private static List<Span> parts(JpegSegments segments) {
    return segments
        .named(NAME)
        .filter(content -> content.length() >= PREFIX)
        .map(content -> new Span(content.from() + PREFIX, content.length() - PREFIX))
        .sorted(Comparator.comparing(part -> segments.bytes().at(part.from() - 2)))
        .toList();
  }
}
