package io.sluice.http;

import java.io.IOException;
import java.util.concurrent.CompletionException;

/** Why there is no answer. The kinds differ in whether trying again can help. */
public abstract sealed class HttpFailure extends IOException
    permits RefusedException,
        TooLargeException,
        TooSlowException,
        UnresolvedException,
        UnknownNameException,
        UnreachableException,
        BrokenOffException {

  private final Reason reason;
  private boolean answering;

  /** What went wrong, in one word. */
  public enum Reason {
    /** The form of the address, or its port. */
    REFUSED,
    /** The address is not one of the public internet. */
    PRIVATE_ADDRESS,
    /** There is no such name, or it has no address. */
    NXDOMAIN,
    /** Nobody said in time whether there is such a name. */
    DNS_TIMEOUT,
    /** No connection. */
    CONNECT,
    /** A connection, but none that can be trusted. */
    TLS,
    /** An answer that ended too early or cannot be read. */
    BROKEN,
    TOO_LARGE,
    TOO_SLOW
  }

  HttpFailure(String message, Throwable cause, Reason reason) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Whether the host that was asked had begun to answer, if only to send us on. */
  public boolean isAnswering() {
    return answering;
  }

  void setAnswering(boolean begun) {
    answering = begun;
  }

  /**
   * What a request failed with, without the wrapper of a future.
   *
   * @throws CompletionException if that is no failure of a request
   */
  public static HttpFailure unwrapped(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof HttpFailure http) {
      return http;
    }
    throw new CompletionException(cause);
  }

  /** The failure among the causes, or {@link BrokenOffException} with the words of the last one. */
  static HttpFailure of(Throwable problem, String host) {
    for (var cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpFailure failure) {
        return failure;
      }
    }
    return new BrokenOffException(host + ": " + words(problem), problem, Reason.BROKEN);
  }

  /** What the first cause says: what is around it repeats it in more words. */
  static String words(Throwable problem) {
    if (problem.getCause() != null) {
      return words(problem.getCause());
    }
    return problem.getMessage() == null ? problem.toString() : problem.getMessage();
  }
}
