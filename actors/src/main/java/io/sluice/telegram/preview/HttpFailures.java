package io.sluice.telegram.preview;

import io.sluice.http.HttpFailure;
import java.util.concurrent.CompletionException;

/** Takes the wrapper off what a request failed with. */
final class HttpFailures {
  private HttpFailures() {}

  static HttpFailure of(Throwable failure) {
    if (failure instanceof HttpFailure http) {
      return http;
    }
    if (failure instanceof CompletionException && failure.getCause() instanceof HttpFailure http) {
      return http;
    }
    throw new CompletionException(failure);
  }
}
