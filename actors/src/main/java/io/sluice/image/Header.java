package io.sluice.image;

import java.util.Arrays;
import java.util.List;

/**
 * What a file tells before it is decoded.
 *
 * @param width in pixels as stored
 * @param height in pixels as stored
 * @param samples of what its pixels consist
 * @param bytesPerPixel of the decoded picture in memory
 * @param decoderBytes what its decoder takes beside the decoded picture
 * @param exif where the EXIF block lies
 * @param whole whether the file reaches the end that its format prescribes
 */
record Header(
    int width,
    int height,
    Samples samples,
    int bytesPerPixel,
    long decoderBytes,
    Span exif,
    boolean whole) {

  /** A part of the file. */
  record Span(int from, int length) {
    static final Span NONE = new Span(0, 0);

    static List<Span> all(byte[] bytes) {
      return List.of(new Span(0, bytes.length));
    }

    byte[] in(byte[] bytes) {
      return Arrays.copyOfRange(bytes, from, from + length);
    }
  }
}
