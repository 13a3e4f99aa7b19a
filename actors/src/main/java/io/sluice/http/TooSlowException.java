package io.sluice.http;

/** The answer was not complete in time. */
public final class TooSlowException extends HttpFailure {
  TooSlowException(String message) {
    super(message, null, Reason.TOO_SLOW);
  }
}
