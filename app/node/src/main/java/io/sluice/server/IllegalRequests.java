package io.sluice.server;

import org.apache.pekko.event.LoggingAdapter;
import org.apache.pekko.http.ParsingErrorHandler;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.ErrorInfo;
import org.apache.pekko.http.scaladsl.model.StatusCode;
import org.apache.pekko.http.scaladsl.settings.ServerSettings;

/** Answers requests that are none, which never reach a handler. Pekko makes it by its name. */
final class IllegalRequests extends ParsingErrorHandler {
  /** Pekko looks here, as for an object of Scala. */
  public static final IllegalRequests MODULE$ = new IllegalRequests();

  private IllegalRequests() {}

  @Override
  public HttpResponse handle(
      StatusCode status, ErrorInfo error, LoggingAdapter log, ServerSettings settings) {
    var type =
        switch (status.intValue()) {
          case 408 -> "slow-body";
          case 413 -> "too-large";
          case 414 -> "address-too-long";
          case 431 -> "header-too-large";
          case 501 -> "unknown-method";
          default -> "illegal-request";
        };
    return SecurityHeaders.on(Problem.of(status.intValue(), type, error.summary()).response());
  }
}
