package io.sluice.http;

/** No connection: the name is unknown, or nobody answers at its addresses. */
public final class UnreachableException extends HttpFailure {
  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
