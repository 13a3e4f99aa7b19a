package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.batch.BatchSettings;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;

/**
 * Stores files in all ways, in turn, each time into an empty store and an empty database: first
 * some that each way warms up with, then the others.
 */
final class FilesRound {
  private static final double DISK_SECONDS = 1;
  private static final List<Integer> DISK_THREADS = List.of(1, 4, 8);

  private final Config config;
  private final ScratchFolder folder;
  private final BenchFiles first;
  private final BenchFiles files;
  private final Optional<PlainConsumer> consumer;

  /**
   * What was measured, by sync mode.
   *
   * @param disk files a second of the disk alone, by number of threads
   * @param theirs by way of inserting; empty where there is no consumer
   */
  record Figures(
      Map<FileSyncMode, Map<Integer, Double>> disk,
      Map<FileSyncMode, StoredFiles> ours,
      Map<FileSyncMode, Map<PlainConsumer.Way, StoredFiles>> theirs) {
    Figures() {
      this(
          new EnumMap<>(FileSyncMode.class),
          new EnumMap<>(FileSyncMode.class),
          new EnumMap<>(FileSyncMode.class));
    }
  }

  /**
   * @param first what is stored before it is measured
   * @param files what is measured; all lie in the same folder
   */
  FilesRound(
      Config config,
      ScratchFolder folder,
      BenchFiles first,
      BenchFiles files,
      Optional<PlainConsumer> consumer) {
    this.config = config;
    this.folder = folder;
    this.first = first;
    this.files = files;
    this.consumer = consumer;
  }

  Figures run(Consumer<String> told)
      throws IOException, InterruptedException, ExecutionException, SQLException {
    try (var server = EmbeddedServer.start(folder.folder("server"))) {
      var figures = new Figures();
      for (var mode : List.of(FileSyncMode.EACH, FileSyncMode.BATCH, FileSyncMode.OFF)) {
        told.accept("sync " + mode.words());
        figures.disk().put(mode, disk(mode));
        theirs(mode, server, figures.theirs());
        ours(mode, server, figures.ours());
      }
      return figures;
    }
  }

  private Map<Integer, Double> disk(FileSyncMode mode)
      throws IOException, InterruptedException, ExecutionException {
    int group = mode == FileSyncMode.BATCH ? BatchSettings.from(config).groupSize() : 1;
    var speeds = new TreeMap<Integer, Double>();
    try (var scratch = ScratchFolder.create(folder.folder("disk"))) {
      boolean syncs = mode != FileSyncMode.OFF;
      var disk = DiskSpeed.in(scratch.folder("files"), files.sample(), syncs, group);
      // Who is measured beside it has stored files there before, too.
      disk.perSecond(DISK_THREADS.get(DISK_THREADS.size() - 1), DISK_SECONDS);
      for (int threads : DISK_THREADS) {
        settle();
        speeds.put(threads, disk.perSecond(threads, DISK_SECONDS));
      }
    }
    return speeds;
  }

  /** What was written and deleted before is not paid by who comes next. */
  private static void settle() throws IOException, InterruptedException {
    new ProcessBuilder("sync").inheritIO().start().waitFor();
  }

  private void ours(
      FileSyncMode mode, EmbeddedServer server, Map<FileSyncMode, StoredFiles> figures)
      throws IOException, InterruptedException, SQLException {
    settle();
    try (var store = ScratchFolder.create(folder.folder("store"));
        var database = ScratchDatabase.create(server.address());
        var node =
            MeasuredNode.start(
                config, database, mode, store.folder("data"), files.folder().getParent())) {
      double cold = node.store(first, mode);
      figures.put(mode, new StoredFiles(node.store(files, mode), cold));
      if (mode == FileSyncMode.OFF) {
        var alone = FileSyncMode.ROWS_ALONE;
        figures.put(alone, new StoredFiles(node.store(files, alone), null));
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
      settle();
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
    var taken = consumer.get().take(database, store.folder("data"), first, files, mode, way);
    figures.computeIfAbsent(mode, any -> new EnumMap<>(PlainConsumer.Way.class)).put(way, taken);
  }
}
