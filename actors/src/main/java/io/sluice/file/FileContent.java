package io.sluice.file;

import io.sluice.blob.Draft;
import io.sluice.image.ContentType;
import java.util.HexFormat;

/**
 * A file that was read to its end.
 *
 * @param draft its bytes in the store
 * @param hash SHA-256 of these
 * @param size how many they are
 * @param mimeType by what they are
 * @param name as people read it
 * @param picture what was made of it; null if it is no image
 * @param withdrawals how often something was taken out of the store before it was looked whether
 *     this is there; 0 while nobody has looked
 */
public record FileContent(
    Draft draft,
    byte[] hash,
    long size,
    String mimeType,
    String name,
    FilePicture picture,
    long withdrawals) {
  private static final String PICTURE = ".jpg";

  /** One of which no picture was made. */
  FileContent(Draft draft, byte[] hash, long size, String mimeType, String name) {
    this(draft, hash, size, mimeType, name, null, 0);
  }

  /** By the first bytes of it. */
  static String type(byte[] head) {
    return ContentType.of(head).type().toString();
  }

  FileContent with(FilePicture made) {
    return new FileContent(draft, hash, size, mimeType, name, made, withdrawals);
  }

  FileContent lookedFor(long seen) {
    return new FileContent(draft, hash, size, mimeType, name, picture, seen);
  }

  boolean hasPicture() {
    return picture != null && picture.draft() != null;
  }

  /** What has no key yet is gone. */
  public void close() {
    draft.close();
    if (hasPicture()) {
      picture.draft().close();
    }
  }

  /** Where it is kept: the same content is one blob. */
  String key() {
    var hex = HexFormat.of().formatHex(hash);
    return "files/" + hex.substring(0, 2) + "/" + hex;
  }

  /** Where the picture of a file is kept. */
  static String pictureKey(String key) {
    return key + PICTURE;
  }

  static boolean isPictureKey(String key) {
    return key.endsWith(PICTURE);
  }
}
