package io.sluice.bench;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** Sluice's writer alone on an embedded server: the messages that it stores a second. */
public final class WriterSpeed {
  private static final int MESSAGES = 200_000;
  private static final int SHORTLY = 50_000;

  private WriterSpeed() {}

  /** In some tenths of a second, in a new database. */
  public static double shortly(ScratchDatabase scratch, DatabaseSettings pools, int batch)
      throws SQLException {
    try (var database = Database.open(scratch.rewriting(false), pools)) {
      var bounds =
          new StoreRounds.Bounds(1, Duration.ofMillis(700), Duration.ofMillis(600), SHORTLY);
      return median(
          new StoreRounds(database, bounds, () -> Thread.currentThread().isInterrupted())
              .run(List.of(StoreWays.writer(database, batch))));
    }
  }

  /**
   * @param data of a server that does not run
   */
  static double measure(DatabaseSettings pools, Path data, int batch) throws SQLException {
    try (var server = EmbeddedServer.start(data);
        var scratch = ScratchDatabase.create(server.address());
        var database = Database.open(scratch.rewriting(false), pools)) {
      var bounds = StoreRounds.Bounds.ofMessages(MESSAGES);
      var writer = StoreWays.writer(database, batch);
      return median(new StoreRounds(database, bounds, () -> false).run(List.of(writer)));
    }
  }

  /** Of the one way that was measured. */
  private static double median(List<List<Double>> rates) {
    return Median.of(rates.get(0).stream().mapToDouble(Double::doubleValue));
  }
}
