package io.sluice.image;

import java.io.IOException;

/** Reads a picture's header: bytes go in, a picture fit to be decoded comes out. */
record Inspection(long maxPixels) {

  /**
   * The picture that the header tells of.
   *
   * @throws UndecodableException if it has more pixels than it may, or ends early
   */
  Picture inspect(PictureFormat format, byte[] bytes) throws UndecodableException {
    var header = header(format, bytes);
    if (header.width() <= 0 || header.height() <= 0) {
      throw new UndecodableException(
          header.whole() ? Flaw.CORRUPT : Flaw.TRUNCATED,
          "no size within its " + bytes.length + " bytes");
    }
    var picture =
        new Picture(
            bytes,
            format,
            header.width(),
            header.height(),
            header.samples(),
            Exif.orientation(bytes, header.exif()),
            header.bytesPerPixel(),
            header.decoderBytes());
    if (picture.pixels() > maxPixels) {
      throw new UndecodableException(
          Flaw.TOO_LARGE, picture.size() + ", more than MAX_IMAGE_PIXELS " + maxPixels);
    }
    if (!header.whole()) {
      throw new UndecodableException(
          Flaw.TRUNCATED, "the file ends early, after " + bytes.length + " bytes");
    }
    return picture;
  }

  private static Header header(PictureFormat format, byte[] bytes) throws UndecodableException {
    try {
      return switch (format) {
        case JPEG -> JpegHeader.read(bytes);
        case PNG -> PngHeader.read(bytes);
        case GIF -> GifHeader.read(bytes);
        case WEBP -> WebpHeader.read(bytes);
        case BMP -> Readers.header(format, BytesInput.patched(bytes, BmpHeader.reliable(bytes)), 0);
        case TIFF -> TiffHeader.read(bytes);
      };
    } catch (IOException e) {
      throw UndecodableException.of(e);
    }
  }
}
