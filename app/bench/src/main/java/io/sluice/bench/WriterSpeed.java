package io.sluice.bench;

import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Sluice's writer alone on an embedded server: the messages that it stores a second. */
final class WriterSpeed {
  private static final int MESSAGES = 200_000;

  private WriterSpeed() {}

  /**
   * @param data of a server that does not run
   */
  static double measure(DatabaseSettings pools, Path data, int batch) throws SQLException {
    try (var server = EmbeddedServer.start(data);
        var scratch = ScratchDatabase.create(server.address());
        var database = Database.open(scratch.rewriting(false), pools)) {
      var bounds = StoreRounds.Bounds.ofMessages(MESSAGES);
      var writer = StoreWays.writer(database, batch);
      return new StoreRounds(database, bounds, () -> false).run(List.of(writer)).get(0);
    }
  }
}
