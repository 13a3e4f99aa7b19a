package io.sluice.blob;

/**
 * A blob that was taken away from its key, and is not gone yet. Both may be called when somebody
 * else has done so already, and fail with a {@link StorageException}.
 */
public interface Withdrawn {

  /** The key that it had. */
  String key();

  /**
   * It is gone for good.
   *
   * @return whether it was there until now
   */
  boolean discard();

  /** It is back under its key, unless another one is there by now. */
  void putBack();
}
