package io.sluice.server;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers requests. May fail with a {@link ProblemException}, which becomes the answer. */
@FunctionalInterface
public interface Handler {
  CompletionStage<HttpResponse> handle(HttpRequest request);
}
