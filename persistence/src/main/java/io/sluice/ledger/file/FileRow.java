package io.sluice.ledger.file;

import java.util.HexFormat;

/**
 * A file of an item, read to its end.
 *
 * @param batch whose item it is
 * @param item its number
 * @param name as people read it
 * @param hash SHA-256 of its bytes
 * @param size in bytes
 * @param mimeType by its content
 * @param path of its blob
 * @param picturePath of what was made of an image; null if nothing was
 * @param pictureWidth of that, in pixels; null if it is no image
 * @param pictureHeight of that, in pixels; null if it is no image
 * @param pictureReason why nothing was made of an image; null otherwise
 */
public record FileRow(
    long batch,
    long item,
    String name,
    byte[] hash,
    long size,
    String mimeType,
    String path,
    String picturePath,
    Integer pictureWidth,
    Integer pictureHeight,
    String pictureReason) {

  /** The hash as a key of maps. */
  public String key() {
    return HexFormat.of().formatHex(hash);
  }
}
