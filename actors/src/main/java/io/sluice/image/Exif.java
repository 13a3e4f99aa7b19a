package io.sluice.image;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;

/** Reads the EXIF block of a picture. One that cannot be read tells nothing. */
final class Exif {
  private Exif() {}

  /**
   * How to turn the picture upright.
   *
   * @param block a TIFF structure, empty if the picture has none
   */
  static Orientation orientation(byte[] block) {
    if (block.length == 0) {
      return Orientation.UPRIGHT;
    }
    try {
      var metadata = new Metadata();
      new ExifReader().extract(new ByteArrayReader(block), metadata, 0);
      var directory = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
      var value =
          directory == null ? null : directory.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
      return Orientation.ofExif(value == null ? 1 : value);
    } catch (RuntimeException unreadable) {
      return Orientation.UPRIGHT;
    }
  }
}
