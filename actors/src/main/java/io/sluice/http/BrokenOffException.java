package io.sluice.http;

/** The answer ended too early or cannot be read; trying again may help. */
public final class BrokenOffException extends HttpFailure {
  BrokenOffException(String message) {
    super(message, null, Reason.BROKEN);
  }

  BrokenOffException(String message, Throwable cause) {
    super(message, cause, Reason.BROKEN);
  }

  BrokenOffException(String message, Throwable cause, Reason reason) {
    super(message, cause, reason);
  }
}
