package io.sluice.node;

import io.sluice.batch.Chunk;
import io.sluice.channel.Channel;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.PlacesInUse;
import io.sluice.metrics.StoreMetrics;
import io.sluice.run.Claim;
import io.sluice.run.Occupancy;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** What a node does at the moment, with its rates of the last ten seconds. Thread-safe. */
final class LoadGauge {
  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final double NANOS = 1e9;

  private final Map<String, Integer> sizes;
  private final StoreMetrics stored;
  private final Deque<Reading> readings = new ArrayDeque<>();
  private final Occupancy occupancy = new Occupancy();

  private record Reading(long nanos, long messages, long images) {}

  /**
   * @param sizes how many places each kind of work has
   */
  LoadGauge(Map<String, Integer> sizes, StoreMetrics stored) {
    this.sizes = sizes;
    this.stored = stored;
    readings.add(read());
  }

  private Reading read() {
    return new Reading(System.nanoTime(), stored.messages(), stored.photos());
  }

  Map<String, Integer> sizes() {
    return sizes;
  }

  /** To be kept up to who works here. */
  Occupancy occupancy() {
    return occupancy;
  }

  private PlacesInUse inUse(String kind) {
    return new PlacesInUse(
        sizes.get(kind), ids(occupancy.holding(kind)), ids(occupancy.waiting(kind)));
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
        inUse(Channel.KEY.name()),
        inUse(Chunk.KEY.name()),
        (now.messages() - first.messages()) / seconds,
        (now.images() - first.images()) / seconds,
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory());
  }
}
