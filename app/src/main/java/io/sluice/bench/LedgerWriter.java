package io.sluice.bench;

import io.sluice.ledger.Batch;
import io.sluice.ledger.Batches;
import io.sluice.ledger.Fence;
import io.sluice.ledger.Message;
import io.sluice.ledger.Reach;
import java.util.List;
import java.util.Optional;

/** Stores a batch as a run of a channel does: fenced, with counters and cursor. */
final class LedgerWriter implements Way.Storing {
  private final Batches batches;
  private final Fence fence;
  private final long channel;

  LedgerWriter(Batches batches, Fence fence, long channel) {
    this.batches = batches;
    this.fence = fence;
    this.channel = channel;
  }

  @Override
  public void store(List<Message> messages) {
    var last = messages.get(messages.size() - 1).id();
    var cursor = "{\"%s\":{\"at\":%d}}".formatted(MessageUpsert.SOURCE, last);
    var advance =
        new Batch.Advance(cursor, messages.size(), new Reach(last, 0, "[]"), Batch.PassedOver.NONE);
    batches.store(
        fence, new Batch(channel, MessageUpsert.SOURCE, messages, List.of(), Optional.of(advance)));
  }
}
