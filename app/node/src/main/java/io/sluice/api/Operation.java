package io.sluice.api;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers the calls of one operation of the description. */
@FunctionalInterface
interface Operation {
  CompletionStage<HttpResponse> answer(Call call);
}
