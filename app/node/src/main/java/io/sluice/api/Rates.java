package io.sluice.api;

import io.sluice.ledger.channel.ChannelRow;
import io.sluice.view.RateView;
import java.util.List;

/**
 * How fast channels are collected, by any node: rows that are looked at each second go in, messages
 * and photos a second come out. Thread-safe.
 */
final class Rates {
  private final Speeds speeds = new Speeds();

  /** Takes at least the rows that changed since the last look. */
  void look(List<ChannelRow> rows, long nanos) {
    speeds.look(rows.stream().map(Rates::shows).toList(), nanos);
  }

  private static Speeds.Shows shows(ChannelRow row) {
    var counters = row.counters();
    return new Speeds.Shows(row.id(), counters.read(), counters.photos() + counters.photosFailed());
  }

  RateView of(long channel, long nanos) {
    return view(speeds.of(channel, nanos));
  }

  RateView ofAll(long nanos) {
    return view(speeds.ofAll(nanos));
  }

  private static RateView view(Speeds.Speed speed) {
    return new RateView(speed.one(), speed.other());
  }
}
