package io.sluice.image;

import java.util.List;
import java.util.stream.Stream;

/**
 * What the readers see of a JPEG: a file goes in, one comes out that leaves them no choice. Its
 * profile is hidden, since they would convert each pixel of the large picture by it. And where the
 * JDK's would take YCbCr for RGB, it is marked as libjpeg takes it, by which browsers and OpenCV
 * go.
 */
final class JpegInput {
  private static final int START = 2;
  private static final byte[] JFIF = {
    -1, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0
  };
  private static final List<Integer> PLAIN = List.of(1, 2, 3);
  private static final List<Integer> RGB = List.of((int) 'R', (int) 'G', (int) 'B');
  private static final int YCC = 1;

  private JpegInput() {}

  /** The same bytes, or a copy. */
  static byte[] of(byte[] bytes) {
    var segments = JpegSegments.of(bytes);
    var marked = needsMark(segments);
    var hidden =
        Stream.concat(
                segments.named(JpegProfile.NAME),
                marked ? segments.named(JpegSegments.ADOBE) : Stream.empty())
            .toList();
    if (!marked && hidden.isEmpty()) {
      return bytes;
    }
    var mark = marked ? JFIF.length : 0;
    var copy = new byte[bytes.length + mark];
    System.arraycopy(bytes, 0, copy, 0, START);
    System.arraycopy(JFIF, 0, copy, START, mark);
    System.arraycopy(bytes, START, copy, START + mark, bytes.length - START);
    // Under a name that no reader knows.
    hidden.forEach(segment -> copy[segment.from() + mark] = 'x');
    return copy;
  }

  /** Whether it is YCbCr to libjpeg, and the JDK's reader is not sure to see it. */
  private static boolean needsMark(JpegSegments segments) {
    var components = segments.components();
    var adobe = segments.adobeTransform();
    if (components.size() != RGB.size()) {
      return false;
    }
    if (segments.isJfif()) {
      return adobe.isPresent() && adobe.getAsInt() != YCC;
    }
    return adobe.isPresent()
        ? adobe.getAsInt() > YCC
        : !components.equals(PLAIN) && !components.equals(RGB);
  }
}
