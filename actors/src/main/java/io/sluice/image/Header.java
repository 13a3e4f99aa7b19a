package io.sluice.image;

import java.util.Arrays;

/**
 * What a file tells before it is decoded.
 *
 * @param width in pixels as stored
 * @param height in pixels as stored
 * @param bytesPerPixel of the decoded picture in memory
 * @param decoderBytes what its decoder takes beside the decoded picture
 * @param exif where the EXIF block lies
 * @param whole whether the file reaches the end that its format prescribes
 */
record Header(
    int width, int height, int bytesPerPixel, long decoderBytes, Span exif, boolean whole) {

  Header with(Span itsExif, boolean isWhole) {
    return new Header(width, height, bytesPerPixel, decoderBytes, itsExif, isWhole);
  }

  /** A part of the file. */
  record Span(int from, int length) {
    static final Span NONE = new Span(0, 0);

    byte[] in(byte[] bytes) {
      return Arrays.copyOfRange(bytes, from, from + length);
    }
  }
}
