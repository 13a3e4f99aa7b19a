package io.sluice.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.tika.detect.Detector;
import org.apache.tika.detect.TextDetector;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;
import org.apache.tika.mime.MimeTypes;

/** What kind of file some bytes are, by their content alone. */
public record ContentType(MediaType type) {
  private static final MimeTypes TYPES = MimeTypes.getDefaultMimeTypes();
  private static final Beginnings BEGINNINGS = Beginnings.ofTika();

  /** What is without any sign is text, or not known. */
  private static final Detector TEXT = new TextDetector(TYPES.getMinLength());

  public static ContentType of(byte[] bytes) {
    try {
      var detector = bytes.length == 0 || BEGINNINGS.mayBeIn(bytes) ? TYPES : TEXT;
      return new ContentType(detector.detect(new ByteArrayInputStream(bytes), new Metadata()));
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
