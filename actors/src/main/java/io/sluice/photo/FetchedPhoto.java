package io.sluice.photo;

import io.sluice.ledger.channel.PhotoOutcome;

/** What came of asking for a photo's bytes. */
public sealed interface FetchedPhoto {

  /**
   * It came, whole as far as its host knows.
   *
   * @param release to be run when the bytes are no longer needed
   */
  record Bytes(byte[] bytes, Runnable release) implements FetchedPhoto {}

  /**
   * It will not come.
   *
   * @param size in bytes, 0 if it is not known
   */
  record Failed(PhotoOutcome outcome, String reason, long size) implements FetchedPhoto {}

  /** Nobody waits for it any more. */
  enum Abandoned implements FetchedPhoto {
    ABANDONED
  }
}
