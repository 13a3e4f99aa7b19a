package io.sluice.client;

import java.io.IOException;

/** A file of this machine could not be read to the end that was announced. */
final class LocalFileException extends IOException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message why, in a word or two
   */
  LocalFileException(String message, IOException cause) {
    super(message, cause);
  }
}
