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
          new StoreRounds(database, bounds, () -> Thread.currentThread().isInterrupted()),
          database,
          batch);
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
      return median(new StoreRounds(database, bounds, () -> false), database, batch);
    }
  }

  private static double median(StoreRounds rounds, Database database, int batch)
      throws SQLException {
    var rates = rounds.run(List.of(StoreWays.writer(database, batch))).get(0);
    return Median.of(rates.stream().mapToDouble(Double::doubleValue));
  }
}
