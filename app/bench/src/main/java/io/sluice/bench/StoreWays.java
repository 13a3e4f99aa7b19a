package io.sluice.bench;

import io.sluice.ledger.Runs;
import io.sluice.ledger.channel.ChannelStore;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The ways that are measured, all into the same table and channel; Sluice's own is the last. */
final class StoreWays {
  private static final List<Integer> BATCHES = List.of(100, 500, 1000);
  private static final List<Integer> COPIES = List.of(500, 1000, 5000);

  private StoreWays() {}

  /**
   * @param rewriting the same database, where the driver rewrites batches
   * @param batch of Sluice's own way
   */
  static List<Way> all(ScratchDatabase scratch, Database plain, Database rewriting, int batch) {
    long channel = new Channels(plain).named("bench:store", "Bench").id();
    var rows = new RowInserts(channel);
    var ways = new ArrayList<Way>();
    ways.add(new Way("a connection a row", 1, rows.each(scratch::connect)));
    ways.add(new Way("pooled single inserts", 1, rows.each(plain.workPool()::getConnection)));
    BATCHES.forEach(size -> ways.add(new Way("addBatch", size, rows.batched(plain))));
    BATCHES.forEach(
        size -> ways.add(new Way("addBatch, rewritten", size, rows.batched(rewriting))));
    BATCHES.forEach(size -> ways.add(new Way("unnest", size, new UnnestInserts(plain, channel))));
    COPIES.forEach(
        size -> ways.add(new Way("COPY, insert-select", size, new CopyInserts(plain, channel))));
    ways.add(writer(plain, batch));
    return List.copyOf(ways);
  }

  /**
   * Sluice's own way, which also proves that its run is the latest, counts and moves the cursor.
   */
  static Way writer(Database database, int batch) {
    long channel = new Channels(database).named("bench:store", "Bench").id();
    var fence = new Runs(database, node(database)).begin("channel-" + channel).fence();
    return new Way(
        "Sluice's writer", batch, new LedgerWriter(new ChannelStore(database), fence, channel));
  }

  /** A scratch database has no other. */
  private static UUID node(Database database) {
    var nodes = new Nodes(database, Duration.ofMinutes(1));
    nodes.enter(new Nodes.Entry(Optional.empty(), 0, UUID.randomUUID()));
    return nodes.id();
  }
}
