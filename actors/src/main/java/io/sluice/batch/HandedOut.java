package io.sluice.batch;

import io.sluice.batch.Batch.Look;
import io.sluice.batch.Batch.Looked;
import io.sluice.ledger.batch.Chunks;
import io.sluice.run.RunFailures;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;

/**
 * The chunks of a batch that are told to work: as many as are the batch's share, told again until
 * they report. It belongs to its batch's actor alone.
 */
final class HandedOut {
  /** Other batches come and go, and with them the share of this one. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  private final BatchWork.Self self;
  private final BatchNode node;
  private final Executor jdbc;
  private final Chunks ledger;
  private final Map<Long, Long> toldAt = new HashMap<>();
  private boolean looking;
  private boolean wanted;

  HandedOut(BatchWork.Self self, BatchNode node, Executor jdbc) {
    this.self = self;
    this.node = node;
    this.jdbc = jdbc;
    ledger = new Chunks(node.database());
  }

  /** Looks what is left; the answer is a {@link Looked}. */
  void look() {
    if (looking) {
      wanted = true;
      return;
    }
    looking = true;
    wanted = false;
    long version = self.version().getAsLong();
    int most = node.settings().concurrentChunks();
    self.context()
        .pipeToSelf(
            CompletableFuture.supplyAsync(
                () -> {
                  ledger.add(self.id());
                  return ledger.left(self.id(), most);
                },
                jdbc),
            (left, failure) ->
                new Looked(Optional.ofNullable(left), version, Optional.ofNullable(failure)));
  }

  /** Whether somebody wanted another look meanwhile. */
  boolean looked(Looked command) {
    looking = false;
    command
        .failure()
        .ifPresent(
            failure ->
                self.context()
                    .getLog()
                    .warn(
                        "Batch {}: its chunks cannot be looked at: {}",
                        self.id(),
                        RunFailures.reason(RunFailures.root(failure))));
    return wanted && command.failure().isEmpty();
  }

  void handOut(Chunks.Left left, Batch.Upload upload) {
    long now = System.nanoTime();
    toldAt.keySet().retainAll(left.due());
    for (long chunk : left.due()) {
      var last = toldAt.get(chunk);
      if (last == null || now - last > node.settings().tellAgain().toNanos()) {
        toldAt.put(chunk, now);
        chunk(chunk)
            .tell(new Chunk.Begin(new Chunk.Order(self.id(), upload.name(), upload.kind())));
      }
    }
  }

  /** In a while, or when the time of an item comes. */
  void lookAgain(Optional<Chunks.Left> left) {
    long millis =
        left.map(Chunks.Left::nextMillis)
            .filter(next -> next.isPresent())
            .map(next -> Math.min(LOOK.toMillis(), Math.max(10, next.getAsLong())))
            .orElse(LOOK.toMillis());
    self.timers().startSingleTimer(Look.LOOK, Duration.ofMillis(millis));
  }

  void ended(long chunk) {
    toldAt.remove(chunk);
  }

  /**
   * They are to stop, and so are those beyond its share of now and those that an earlier life of
   * its actor has told to work: these come as a {@link Batch.StillRunning}.
   */
  void stop() {
    stop(toldAt.keySet());
    toldAt.clear();
    self.context()
        .pipeToSelf(
            CompletableFuture.supplyAsync(() -> ledger.running(self.id()), jdbc),
            (running, failure) -> new Batch.StillRunning(failure == null ? running : List.of()));
  }

  void stop(Collection<Long> chunks) {
    chunks.forEach(chunk -> chunk(chunk).tell(new Chunk.Stop()));
  }

  private EntityRef<Chunk.Command> chunk(long id) {
    return ClusterSharding.get(self.context().getSystem())
        .entityRefFor(Chunk.KEY, Long.toString(id));
  }
}
