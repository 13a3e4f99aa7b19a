package io.sluice.node;

import io.sluice.channel.Channel;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.metrics.StoreMetrics;
import io.sluice.run.Claim;
import io.sluice.run.Occupancy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What a node does at the moment, with its rates of the last ten seconds. Thread-safe. */
final class LoadGauge {
  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final double NANOS = 1e9;

  private final int places;
  private final StoreMetrics stored;
  private final Deque<Reading> readings = new ArrayDeque<>();
  private final Occupancy occupancy = new Occupancy();

  private record Reading(long nanos, long messages, long images) {}

  LoadGauge(int places, StoreMetrics stored) {
    this.places = places;
    this.stored = stored;
    readings.add(read());
  }

  private Reading read() {
    return new Reading(System.nanoTime(), stored.messages(), stored.photos());
  }

  /** To be kept up to who collects here. */
  Occupancy occupancy() {
    return occupancy;
  }

  private static List<Long> ids(List<Claim> claims) {
    return claims.stream().map(Claim::id).toList();
  }

  synchronized NodeLoad now() {
    var now = read();
    readings.add(now);
    while (readings.size() > 2 && now.nanos() - readings.getFirst().nanos() > SPAN_NANOS) {
      readings.removeFirst();
    }
    var first = readings.getFirst();
    double seconds = Math.max(1, (now.nanos() - first.nanos()) / NANOS);
    var runtime = Runtime.getRuntime();
    return new NodeLoad(
        places,
        ids(occupancy.holding(Channel.KEY.name())),
        ids(occupancy.waiting(Channel.KEY.name())),
        (now.messages() - first.messages()) / seconds,
        (now.images() - first.images()) / seconds,
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory());
  }
}
