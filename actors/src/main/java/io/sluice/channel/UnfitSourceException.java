package io.sluice.channel;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** What is to be collected is no source, or none that this program knows; the message says why. */
public final class UnfitSourceException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  public UnfitSourceException(String message) {
    super(message);
  }
}
