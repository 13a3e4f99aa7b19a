package io.sluice.sheet;

import java.io.IOException;

/** What was given is no list that can be read: the message says what it is, and what to do. */
public final class NotASheetException extends IOException {
  private static final long serialVersionUID = 1L;

  NotASheetException(String message) {
    super(message);
  }

  NotASheetException(String message, Throwable cause) {
    super(message, cause);
  }
}
