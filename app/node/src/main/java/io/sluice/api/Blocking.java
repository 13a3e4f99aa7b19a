package io.sluice.api;

import io.sluice.server.Json;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** Answers calls on threads that may wait for the database and for files. */
record Blocking(Executor threads) {

  Operation answering(Function<Call, Object> view) {
    return responding(call -> Json.ok(view.apply(call)));
  }

  Operation responding(Function<Call, HttpResponse> answer) {
    return call -> CompletableFuture.supplyAsync(() -> answer.apply(call), threads);
  }

  <T> CompletionStage<T> run(Supplier<T> work) {
    return CompletableFuture.supplyAsync(work, threads);
  }
}
