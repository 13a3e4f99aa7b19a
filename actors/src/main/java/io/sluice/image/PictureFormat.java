package io.sluice.image;

import java.util.Arrays;
import java.util.Optional;

/** The formats that are decoded. */
public enum PictureFormat {
  JPEG("image/jpeg"),
  PNG("image/png"),
  GIF("image/gif"),
  WEBP("image/webp"),
  BMP("image/bmp"),
  TIFF("image/tiff");

  private final String mediaType;

  PictureFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  /** By the bytes that a file begins with, of the formats that nothing else begins like. */
  static Optional<PictureFormat> of(byte[] bytes) {
    var walk = new ByteWalk(bytes);
    if (walk.has("\u00ff\u00d8\u00ff", 0)) {
      return Optional.of(JPEG);
    }
    if (walk.has("\u0089PNG\r\n\u001a\n", 0)) {
      return Optional.of(PNG);
    }
    if (BmpHeader.isOne(walk)) {
      return Optional.of(BMP);
    }
    return walk.has("RIFF", 0) && walk.has("WEBP", 8) ? Optional.of(WEBP) : Optional.empty();
  }

  static Optional<PictureFormat> of(String mediaType) {
    return Arrays.stream(values()).filter(format -> format.mediaType.equals(mediaType)).findAny();
  }
}
