package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/** Stores files in all ways, in turn, each time into an empty store and an empty database. */
final class FilesRound {
  private static final double DISK_SECONDS = 2;
  private static final int MANY_THREADS = 8;

  private final Config config;
  private final ScratchFolder folder;
  private final BenchFiles files;
  private final Optional<PlainConsumer> consumer;

  /**
   * What was measured.
   *
   * @param disk files a second of the disk alone, by what it did
   * @param theirs by sync mode and way of inserting; empty where there is no consumer
   */
  record Figures(
      Map<String, Double> disk,
      Map<FileSyncMode, StoredFiles> ours,
      Map<FileSyncMode, Map<PlainConsumer.Way, StoredFiles>> theirs) {}

  FilesRound(
      Config config, ScratchFolder folder, BenchFiles files, Optional<PlainConsumer> consumer) {
    this.config = config;
    this.folder = folder;
    this.files = files;
    this.consumer = consumer;
  }

  /** Version of the consumer's driver; empty where there is no consumer. */
  String driver() {
    return consumer.map(PlainConsumer::driver).orElse("");
  }

  Figures run(int number, Consumer<String> told)
      throws IOException, InterruptedException, ExecutionException, SQLException {
    try (var server = EmbeddedServer.start(folder.folder("server"))) {
      var figures =
          new Figures(
              new LinkedHashMap<>(),
              new EnumMap<>(FileSyncMode.class),
              new EnumMap<>(FileSyncMode.class));
      told.accept("the disk alone");
      disk(number, figures.disk());
      for (var mode : List.of(FileSyncMode.EACH, FileSyncMode.BATCH, FileSyncMode.OFF)) {
        told.accept("sync " + mode.words());
        theirs(mode, server, figures.theirs());
        ours(mode, server, figures.ours());
      }
      return figures;
    }
  }

  private void disk(int round, Map<String, Double> speeds)
      throws IOException, InterruptedException, ExecutionException {
    for (boolean syncs : List.of(true, false)) {
      for (int threads : List.of(1, MANY_THREADS)) {
        var name = "%s-%d".formatted(syncs ? "synced" : "not-synced", threads);
        try (var scratch = ScratchFolder.create(folder.folder("disk"))) {
          speeds.put(
              name,
              DiskSpeed.measure(
                  scratch.folder(name), files.sample(), syncs, threads, DISK_SECONDS));
        }
      }
    }
  }

  private void ours(
      FileSyncMode mode, EmbeddedServer server, Map<FileSyncMode, StoredFiles> figures)
      throws IOException, InterruptedException, SQLException {
    try (var store = ScratchFolder.create(folder.folder("store"));
        var database = ScratchDatabase.create(server.address())) {
      var run = new SubmitRun(config, database, store.folder("data"), files.folder());
      figures.put(mode, run.take(mode, files.count()));
      if (mode == FileSyncMode.OFF) {
        figures.put(FileSyncMode.ROWS_ALONE, run.take(FileSyncMode.ROWS_ALONE, files.count()));
      }
    }
  }

  private void theirs(
      FileSyncMode mode,
      EmbeddedServer server,
      Map<FileSyncMode, Map<PlainConsumer.Way, StoredFiles>> figures)
      throws IOException, InterruptedException, SQLException {
    if (consumer.isEmpty() || mode == FileSyncMode.BATCH) {
      return;
    }
    for (var way : PlainConsumer.Way.values()) {
      try (var store = ScratchFolder.create(folder.folder("store"));
          var database = ScratchDatabase.create(server.address())) {
        take(mode, way, database, store, figures);
        if (mode == FileSyncMode.OFF) {
          take(FileSyncMode.ROWS_ALONE, way, database, store, figures);
        }
      }
    }
  }

  private void take(
      FileSyncMode mode,
      PlainConsumer.Way way,
      ScratchDatabase database,
      ScratchFolder store,
      Map<FileSyncMode, Map<PlainConsumer.Way, StoredFiles>> figures)
      throws IOException, InterruptedException, SQLException {
    var taken =
        consumer.get().take(database, store.folder("data"), files.list(), mode, way, files.count());
    figures.computeIfAbsent(mode, any -> new EnumMap<>(PlainConsumer.Way.class)).put(way, taken);
  }
}
