package io.sluice.http;

/** The address is not one to send requests to; trying again does not help. */
public final class RefusedException extends HttpFailure {
  RefusedException(String message) {
    super(message);
  }
}
