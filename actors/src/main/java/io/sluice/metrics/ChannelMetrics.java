package io.sluice.metrics;

import io.sluice.ledger.channel.StoredRows;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * What one channel reports of its groups: each goes in before it waits for a thread, and what the
 * database counted comes out into the node's counters.
 */
public final class ChannelMetrics {
  private final String channel;
  private final Stages stages;
  private final StoreMetrics store;

  ChannelMetrics(String channel, Stages stages, StoreMetrics store) {
    this.channel = channel;
    this.stages = stages;
    this.store = store;
  }

  /** Begins to store a group. */
  public <T> CompletionStage<T> storing(String group, Supplier<? extends CompletionStage<T>> work) {
    return stages.inAsync(Stage.STORE, channel, group, work);
  }

  /** Runs a group's transaction; one that fails is not counted. */
  public StoredRows committing(Supplier<StoredRows> transaction) {
    long began = System.nanoTime();
    var stored = transaction.get();
    store.committed(stored, (System.nanoTime() - began) / 1e9);
    return stored;
  }

  /** What a group brought that needed no work. */
  public void leftOut(int skippedMessages, int knownPhotos) {
    store.leftOut(skippedMessages, knownPhotos);
  }
}
