package io.sluice.api;

import io.sluice.ledger.Gone;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.view.ChannelView;
import io.sluice.view.RemovedView;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** What of channels is looked at each second, for their rates too, and told of them. */
record ChannelChanges(ChannelList list, Rates rates, Function<ChannelRow, ChannelView> view)
    implements Changes.Rows<ChannelRow> {
  @Override
  public List<ChannelRow> changing(Instant since, Set<Long> moving) {
    var rows = list.changedSince(since);
    rates.look(rows, System.nanoTime());
    return rows;
  }

  @Override
  public long id(ChannelRow row) {
    return row.id();
  }

  @Override
  public Instant changedAt(ChannelRow row) {
    return row.changedAt();
  }

  @Override
  public boolean isMoving(ChannelRow row) {
    return false;
  }

  @Override
  public Object shown(ChannelRow row) {
    return row.changedAt();
  }

  /** One that is removed may keep its row. */
  @Override
  public LiveEvent event(ChannelRow row) {
    return row.state().equals("removed")
        ? LiveEvent.of(Gone.What.CHANNEL, row.id(), goneName(), new RemovedView(row.id()))
        : LiveEvent.of(Gone.What.CHANNEL, row.id(), "channel", view.apply(row));
  }

  @Override
  public String goneName() {
    return "removed";
  }
}
