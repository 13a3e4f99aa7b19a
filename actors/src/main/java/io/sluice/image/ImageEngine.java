package io.sluice.image;

/**
 * Decodes, scales and encodes: a picture whose header was read goes in, a JPEG comes out. An engine
 * is used by many threads at once, and has a public constructor without parameters, so that a child
 * process can make the same one.
 */
public interface ImageEngine {

  /** Whether it renders pictures of this kind right. The others are left to the next engine. */
  boolean renders(Picture picture);

  /**
   * The picture upright, at most as wide as the target and never enlarged, transparency on white,
   * the first frame of an animation, as baseline JPEG without metadata.
   *
   * @throws UndecodableException if it is corrupt, truncated or unsupported
   * @throws RuntimeException whatever a decoder throws; the caller takes it as corrupt
   */
  ImageResult.Encoded encode(Picture picture, Target target) throws UndecodableException;

  /** Bytes that {@link #encode} takes at its worst, on the heap and outside it. */
  long bytesNeeded(Picture picture, Target target);

  /**
   * What to make of a picture.
   *
   * @param maxWidth in pixels, of the upright picture
   * @param quality from 1 to 100
   * @param reduction decode so many pixels of a row, and so many rows, as one; 1 is all
   */
  record Target(int maxWidth, int quality, int reduction) {}
}
