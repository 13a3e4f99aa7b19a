package io.sluice.image;

import io.sluice.image.Header.Span;

/**
 * Reads the orientation out of the EXIF block of a picture, and nothing else. A reader of all tags
 * copies what they point to, which can be the same megabyte for each of thousands.
 */
final class Exif {
  private static final int ORIENTATION = 0x0112;

  private Exif() {}

  /**
   * How to turn the picture upright; a block that cannot be read tells nothing.
   *
   * @param block a TIFF structure in the file, empty if the picture has none
   */
  static Orientation orientation(byte[] file, Span block) {
    var directory = TiffDirectory.of(file, block);
    return directory
        .entries(ORIENTATION)
        .mapToObj(entry -> Orientation.ofExif(directory.number(entry, 0)))
        .findFirst()
        .orElse(Orientation.UPRIGHT);
  }
}
