package io.sluice.image;

/** What became of a photo's bytes. */
public sealed interface ImageResult {

  /**
   * A picture as it is to be stored.
   *
   * @param jpeg a baseline JPEG without metadata, upright
   * @param width in pixels
   * @param height in pixels
   */
  record Encoded(byte[] jpeg, int width, int height) implements ImageResult {}

  /**
   * An image in a format that nothing here decodes; its bytes are to be stored as they came.
   *
   * @param extension of its file name, without the dot, such as {@code heic}
   */
  record Kept(String extension) implements ImageResult {}

  /**
   * Nothing to store.
   *
   * @param flaw what is wrong with it
   * @param reason one line for a person to read
   */
  record Rejected(Flaw flaw, String reason) implements ImageResult {
    private static final int LONGEST = 300;

    public Rejected {
      reason = reason.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
      if (reason.length() > LONGEST) {
        reason = reason.substring(0, LONGEST);
      }
    }
  }
}
