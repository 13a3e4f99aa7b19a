package io.sluice.image;

import java.util.Optional;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypeException;

/** What kind of file some bytes are, by their content alone. */
public record ContentType(MediaType type) {
  private static final TypeTable TABLE = TypeTable.ofTika();
  private static final Beginnings BEGINNINGS = new Beginnings(TABLE.rules());
  private static final XmlRoots ROOTS = new XmlRoots(TABLE);

  /** What Tika would say, which looks at no more than the first 64 KiB. */
  public static ContentType of(byte[] bytes) {
    var head = new Head(bytes);
    var rule = head.size() == 0 ? Optional.<TypeRule>empty() : BEGINNINGS.in(head);
    if (rule.isPresent()) {
      return new ContentType(ROOTS.look(rule.get().type(), head));
    }
    boolean isText = PlainText.isIn(bytes, head.size());
    return new ContentType(isText ? MediaType.TEXT_PLAIN : MediaType.OCTET_STREAM);
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
      var extension = TABLE.types().forName(type.toString()).getExtension();
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
