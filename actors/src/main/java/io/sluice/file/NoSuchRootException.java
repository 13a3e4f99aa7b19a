package io.sluice.file;

import io.sluice.failure.Unrecoverable;
import java.io.IOException;

/** What somebody asked for cannot be listed, until it is put right. */
final class NoSuchRootException extends IOException implements Unrecoverable {
  private static final long serialVersionUID = 1L;

  NoSuchRootException(String message) {
    super(message);
  }
}
