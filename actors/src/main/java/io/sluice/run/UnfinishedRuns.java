package io.sluice.run;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs of a node whose actors died before their work came to its end: the next run of the same
 * entity waits for that. Thread-safe.
 */
public final class UnfinishedRuns {
  private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

  /**
   * @param end completes when nothing of the run is in work any more, however it comes to that
   */
  void add(String entity, CompletionStage<?> end) {
    var quiet = end.<Void>handle((done, failure) -> null).toCompletableFuture();
    var all = ends.merge(entity, quiet, CompletableFuture::allOf);
    all.whenComplete((done, failure) -> ends.remove(entity, all));
  }

  /** Completes when nothing of earlier runs of this entity is in work. */
  CompletionStage<Void> endOf(String entity) {
    return ends.getOrDefault(entity, CompletableFuture.completedFuture(null));
  }
}
