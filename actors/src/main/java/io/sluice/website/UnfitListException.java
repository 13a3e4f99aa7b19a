package io.sluice.website;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** A list of which no websites can be read, or not as it is wanted. */
final class UnfitListException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  UnfitListException(String message) {
    super(message);
  }
}
