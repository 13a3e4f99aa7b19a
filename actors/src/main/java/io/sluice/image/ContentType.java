package io.sluice.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;

/** What kind of file some bytes are, by their content alone. */
public record ContentType(MediaType type) {
  private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();

  public static ContentType of(byte[] bytes) {
    try {
      return new ContentType(TYPES.detect(new ByteArrayInputStream(bytes), new Metadata()));
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  boolean isImage() {
    return type.getType().equals("image");
  }

  Optional<PictureFormat> format() {
    // A BMP in runs has a parameter that says so.
    return PictureFormat.of(type.getBaseType().toString());
  }

  /** Of a file name, without the dot. */
  String extension() {
    try {
      var extension = TYPES.forName(type.toString()).getExtension();
      return extension.isEmpty() ? "img" : extension.substring(1);
    } catch (MimeTypeException e) {
      return "img";
    }
  }

  @Override
  public String toString() {
    return type.equals(MediaType.OCTET_STREAM) ? "no format that is known" : type.toString();
  }
}
