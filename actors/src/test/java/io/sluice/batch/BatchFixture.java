package io.sluice.batch;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.channel.LedgerFixture;
import io.sluice.ledger.batch.BatchPhase;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.ChunkSizes;
import io.sluice.ledger.batch.ItemList;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import io.sluice.run.Occupancy;
import io.sluice.run.Places;
import io.sluice.run.RestartSettings;
import io.sluice.run.RunNode;
import io.sluice.run.SettledLog;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.slf4j.LoggerFactory;

/** Batches of trials on a real database, in a cluster of one node with a journal in memory. */
final class BatchFixture implements AutoCloseable {
  static final int CHUNK_SIZE = 20;
  static final int NODE_CHUNKS = 2;
  static final int MAX_ATTEMPTS = 3;

  final LedgerFixture ledger = new LedgerFixture();
  final Batches batches = new Batches(ledger.database);
  final ExecutorService threads = Executors.newCachedThreadPool();
  final TrialKind kind = new TrialKind(ledger.database, threads);
  final ActorTestKit kit =
      ActorTestKit.create(
          "batches",
          ConfigFactory.parseString(
                  """
                  pekko.actor.provider = cluster
                  pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
                  pekko.cluster.jmx.enabled = off
                  pekko.persistence.testkit.events.serialize = off
                  pekko.persistence.testkit.snapshots.serialize = off
                  """)
              .withFallback(PersistenceTestKitPlugin.config())
              .withFallback(ConfigFactory.defaultReferenceUnresolved())
              .resolve());
  private final ClusterSharding sharding = ClusterSharding.get(kit.system());

  BatchFixture() {
    this(Duration.ofMinutes(1));
  }

  /**
   * @param itemTimeout after which an item is tried apart
   */
  BatchFixture(Duration itemTimeout) {
    // Messages are lost only where a test sees to it: else nothing has to be said twice.
    this(itemTimeout, Duration.ofHours(1));
  }

  /**
   * @param itemTimeout after which an item is tried apart
   * @param tellAgain after which a chunk that is to work is told once more
   */
  BatchFixture(Duration itemTimeout, Duration tellAgain) {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var node =
        new BatchNode(
            List.of(kind),
            ledger.database,
            new RunNode(ledger.runs),
            kit.spawn(Places.create(Map.of(Chunk.KEY.name(), NODE_CHUNKS), new Occupancy())),
            ledger.metrics.stages(),
            ledger.metrics.items(),
            new RestartSettings(2, Duration.ofMillis(10), Duration.ofMillis(50)),
            new TrialTurns(),
            new SettledLog(LoggerFactory.getLogger(Batch.class), "batch", System::nanoTime),
            new BatchSettings(
                CHUNK_SIZE,
                4,
                NODE_CHUNKS,
                MAX_ATTEMPTS,
                itemTimeout,
                5,
                Duration.ofMillis(20),
                tellAgain));
    sharding.init(Batch.entity(node));
    sharding.init(Chunk.entity(node));
  }

  private static final ChunkSizes ONE_CHUNK = new ChunkSizes(Integer.MAX_VALUE, Integer.MAX_VALUE);

  BatchRow create(String source) {
    return batches.create(
        new NewBatch(Optional.empty(), TrialKind.NAME, "\"" + source + "\"", Optional.empty()));
  }

  BatchRow submit(String source) {
    var batch = create(source);
    begin(batch);
    return batch;
  }

  void begin(BatchRow batch) {
    var upload = new Batch.Upload(batch.name(), batch.kind(), batch.source());
    ask(batch, replyTo -> new Batch.Create(upload, replyTo));
  }

  /** Lists a batch and has it stand as a process leaves it that dies while all is in flight. */
  BatchRow died(String source) throws IOException {
    var batch = create(source);
    var listing = ledger.runs.begin(Batch.ledgerName(batch.id())).fence();
    var items = kind.list(listing, batch.id(), source).items().toList();
    new ItemList(ledger.database).add(listing, batch.id(), items, ONE_CHUNK, "{}", 0);
    ledger.runs.end(listing);
    ledger.database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                UPDATE sluice.chunk SET state = 'begun',
                  in_flight = ARRAY (SELECT generate_series(first_item, last_item))
                WHERE batch_id = ?
                """,
                batch.id()));
    return batch;
  }

  Batch.Update ask(
      BatchRow batch, Function<ActorRef<StatusReply<Batch.Update>>, Batch.Command> request) {
    return ref(batch)
        .<Batch.Update>askWithStatus(request::apply, Waiting.PATIENCE)
        .toCompletableFuture()
        .join();
  }

  EntityRef<Batch.Command> ref(BatchRow batch) {
    return sharding.entityRefFor(Batch.KEY, Long.toString(batch.id()));
  }

  /** Tells a chunk of it to work. */
  void begin(BatchRow batch, String chunk) {
    var order = new Chunk.Order(batch.id(), batch.name(), batch.kind());
    sharding.entityRefFor(Chunk.KEY, chunk).tell(new Chunk.Begin(order));
  }

  /**
   * As where its node is drained; but its shard does not know, so a message may be lost that comes
   * in this moment.
   */
  void leave(String chunk) {
    sharding.entityRefFor(Chunk.KEY, chunk).tell(new Chunk.Leave());
  }

  BatchRow row(BatchRow batch) {
    return batches.byId(batch.id()).orElseThrow();
  }

  BatchRow await(BatchRow batch, BatchPhase phase) {
    return await(batch, row -> row.phase() == phase);
  }

  BatchRow await(BatchRow batch, Predicate<BatchRow> condition) {
    Waiting.until(() -> row(batch).toString(), () -> condition.test(row(batch)));
    return row(batch);
  }

  /** Until no run is under way. */
  void awaitQuiet() {
    Waiting.until(
        "no run is under way",
        () -> ledger.count("SELECT count(*) FROM sluice.run WHERE running") == 0);
  }

  /** How many items the ledger has in this state, counted one by one. */
  long items(BatchRow batch, String state) {
    return ledger.count(
        "SELECT count(*) FROM sluice.item WHERE batch_id = %d AND state = '%s'", batch.id(), state);
  }

  /** That what is counted is what is there, and that nothing is left of the work. */
  void assertSettled(BatchRow batch) {
    var row = row(batch);
    assertThat(row.counts().done()).isEqualTo(items(batch, "done"));
    assertThat(row.counts().failed()).isEqualTo(items(batch, "failed"));
    assertThat(row.counts().dead()).isEqualTo(items(batch, "dead"));
    assertThat(items(batch, "pending")).isZero();
    assertThat(row.counts().ended()).isEqualTo(row.listed());
    assertThat(
            ledger.count(
                "SELECT count(*) FROM sluice.chunk WHERE batch_id = %d AND (state <> 'added' OR in_flight <> '{}')",
                batch.id()))
        .isZero();
    assertThat(
            ledger.count("SELECT count(*) FROM trial WHERE batch = %d AND stage = 1", batch.id()))
        .isEqualTo(row.counts().done());
  }

  @Override
  public void close() {
    kind.release.complete(null);
    kit.shutdownTestKit();
    kind.close();
    threads.shutdownNow();
    ledger.close();
  }
}
