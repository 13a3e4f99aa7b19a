package io.sluice.http;

/** The answer ended too early or cannot be read; trying again may help. */
public final class BrokenOffException extends HttpFailure {
  BrokenOffException(String message) {
    super(message);
  }

  BrokenOffException(String message, Throwable cause) {
    super(message, cause);
  }
}
