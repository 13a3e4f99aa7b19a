package io.sluice.image;

import io.sluice.image.Header.Span;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The colour profile of a JPEG (ICC.1, annex B.4). The reader is kept from seeing it, since it
 * would convert each pixel of the large picture.
 */
final class JpegProfile {
  private static final String NAME = "ICC_PROFILE\0";
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

  /** The file, its profile under a name that no reader knows. */
  byte[] hidden() {
    if (parts.isEmpty()) {
      return bytes;
    }
    var copy = bytes.clone();
    parts.forEach(part -> copy[part.from() - PREFIX] = 'x');
    return copy;
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
