package io.sluice.telegram.preview;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** The site must not be asked, or never answered: waiting for it is in vain. */
final class UnreachableSiteException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  UnreachableSiteException(String message, Throwable cause) {
    super(message, cause);
  }
}
