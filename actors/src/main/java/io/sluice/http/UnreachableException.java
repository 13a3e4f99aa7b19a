package io.sluice.http;

/** No connection: nobody answers at the addresses of a name. */
public final class UnreachableException extends HttpFailure {
  UnreachableException(String message, Throwable cause) {
    super(message, cause, Reason.CONNECT);
  }
}
