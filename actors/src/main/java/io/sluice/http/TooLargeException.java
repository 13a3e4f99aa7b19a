package io.sluice.http;

/** The body is longer than the bound, as sent or after decompression. */
public final class TooLargeException extends HttpFailure {
  TooLargeException(String message) {
    super(message, null, Reason.TOO_LARGE);
  }
}
