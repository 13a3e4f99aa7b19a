package io.sluice.http;

/** The address is not one to send requests to; trying again does not help. */
public final class RefusedException extends HttpFailure {
  RefusedException(String message) {
    this(message, Reason.REFUSED);
  }

  RefusedException(String message, Reason reason) {
    super(message, null, reason);
  }
}
