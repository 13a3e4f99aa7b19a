package io.sluice.bench;

import io.sluice.ledger.Fence;
import io.sluice.ledger.channel.ChannelStore;
import io.sluice.ledger.channel.ChannelWrite;
import io.sluice.ledger.channel.Message;
import io.sluice.ledger.channel.Reach;
import java.util.List;
import java.util.Optional;

/** Stores a batch as a run of a channel does: fenced, with counters and cursor. */
final class LedgerWriter implements Way.Storing {
  private final ChannelStore store;
  private final Fence fence;
  private final long channel;

  LedgerWriter(ChannelStore store, Fence fence, long channel) {
    this.store = store;
    this.fence = fence;
    this.channel = channel;
  }

  @Override
  public void store(List<Message> messages) {
    var last = messages.get(messages.size() - 1).id();
    var cursor = "{\"%s\":{\"at\":%d}}".formatted(MessageUpsert.SOURCE, last);
    var advance =
        new ChannelWrite.Advance(
            cursor, messages.size(), new Reach(last, 0, "[]"), ChannelWrite.PassedOver.NONE);
    store.store(
        fence,
        new ChannelWrite(channel, MessageUpsert.SOURCE, messages, List.of(), Optional.of(advance)));
  }
}
