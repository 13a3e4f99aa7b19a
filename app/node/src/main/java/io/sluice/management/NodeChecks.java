package io.sluice.management;

import io.sluice.blob.BlobStore;
import io.sluice.blob.StorageAwayException;
import io.sluice.blob.StorageException;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;

/**
 * What a node needs in order to work. A check gives what is wrong and what to do, without the
 * addresses that the log has, since whoever reaches the server may read it.
 */
public final class NodeChecks {
  private static final String DATABASE = "SELECT 1";
  private static final String JOURNAL = "SELECT ordering FROM sluice.event_journal LIMIT 1";

  /**
   * Has the database write to its disk without a trace: what does not fit into 64 kB goes to a file
   * beside its tables, which is gone when the query has ended.
   */
  private static final String ROOM =
      """
      SELECT set_config('work_mem', '64kB', true), set_config('temp_tablespaces', '', true);
      SELECT count(*) FROM generate_series(1, 20000)
      """;

  private NodeChecks() {}

  public static Map<String, Supplier<CompletionStage<Optional<String>>>> of(
      ActorSystem<?> system, Database database, Collection<BlobStore> stores, long minFreeSpace) {
    var blocking =
        system.dispatchers().lookup(DispatcherSelector.fromConfig("sluice.health-dispatcher"));
    return Map.of(
        "cluster", () -> CompletableFuture.completedFuture(cluster(Cluster.get(system))),
        "database",
            () -> on(blocking, () -> query(database, DATABASE + ";" + ROOM, "the database")),
        "images", () -> on(blocking, () -> images(stores, minFreeSpace)),
        "journal", () -> on(blocking, () -> query(database, JOURNAL, "the journal")));
  }

  private static CompletionStage<Optional<String>> on(
      Executor executor, Supplier<Optional<String>> check) {
    return CompletableFuture.supplyAsync(check, executor);
  }

  private static Optional<String> cluster(Cluster cluster) {
    var status = cluster.selfMember().status();
    return status.equals(MemberStatus.up())
        ? Optional.empty()
        : Optional.of(
            "this node is %s in its cluster, not Up: wait, or look at /cluster/members"
                .formatted(status));
  }

  /** On the small pool, so that a node with much to do is not taken for a sick one. */
  private static Optional<String> query(Database database, String sql, String what) {
    try {
      return database.controlTransaction(
          connection -> {
            try (var statement = connection.createStatement()) {
              statement.setQueryTimeout(1);
              statement.execute(sql);
              return Optional.empty();
            }
          });
    } catch (DatabaseException e) {
      return Optional.of(
          e.lack()
              .map(lack -> "%s lacks %s: see to it where PostgreSQL runs".formatted(what, lack))
              .orElse(what + " cannot be read: is PostgreSQL running, and is DATABASE_URL right?"));
    }
  }

  private static Optional<String> images(Collection<BlobStore> stores, long minFreeSpace) {
    return stores.stream().flatMap(store -> images(store, minFreeSpace).stream()).findFirst();
  }

  private static Optional<String> images(BlobStore blobs, long minFreeSpace) {
    try {
      blobs.checkWritable();
      long free = blobs.freeBytes();
      return free >= minFreeSpace
          ? Optional.empty()
          : Optional.of(
              "IMAGE_DIR has %d MiB left, less than MIN_FREE_SPACE: make space"
                  .formatted(free >> 20));
    } catch (StorageAwayException e) {
      return Optional.of(e.shortMessage());
    } catch (StorageException e) {
      return Optional.of(
          blobs.isNear()
              ? "IMAGE_DIR cannot be written: give the user the right, or make space there"
              : "S3_BUCKET refuses what it is sent: the log tells what it said");
    }
  }
}
