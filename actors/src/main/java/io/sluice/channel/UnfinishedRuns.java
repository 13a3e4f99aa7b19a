package io.sluice.channel;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runs of a node whose actors died before their work came to its end: the next run of the same
 * channel waits for that. Thread-safe.
 */
public final class UnfinishedRuns {
  private final Map<Long, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

  /**
   * @param end completes when nothing of the run is in work any more, however it comes to that
   */
  void add(long channel, CompletionStage<?> end) {
    var quiet = end.<Void>handle((done, failure) -> null).toCompletableFuture();
    var all = ends.merge(channel, quiet, CompletableFuture::allOf);
    all.whenComplete((done, failure) -> ends.remove(channel, all));
  }

  /** Completes when nothing of earlier runs of this channel is in work. */
  CompletionStage<Void> endOf(long channel) {
    return ends.getOrDefault(channel, CompletableFuture.completedFuture(null));
  }
}
