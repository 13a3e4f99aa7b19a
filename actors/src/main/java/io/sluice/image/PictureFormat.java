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

  static Optional<PictureFormat> of(String mediaType) {
    return Arrays.stream(values()).filter(format -> format.mediaType.equals(mediaType)).findAny();
  }
}
