package io.sluice.http;

/** There is no host of this name, or none with an address. */
public final class UnknownNameException extends HttpFailure {
  UnknownNameException(String message, Throwable cause) {
    super(message, cause, Reason.NXDOMAIN);
  }
}
