package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.node.DatabaseWait;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.util.function.Consumer;

/**
 * The database of a command that works on rows alone: the one that is set, or the embedded one,
 * which is started where no other process has it.
 */
final class CommandDatabase implements AutoCloseable {
  private final EmbeddedServer server;
  private final Database database;

  private CommandDatabase(EmbeddedServer server, Database database) {
    this.server = server;
    this.database = database;
  }

  /**
   * @param tells what is to be told of a node that has another database
   * @throws DatabaseException if there is none that can be used
   */
  static CommandDatabase open(Config config, Consumer<String> tells) {
    var settings = DatabaseSettings.from(config);
    if (settings.url().isPresent()) {
      return new CommandDatabase(null, open(settings.url().get(), settings));
    }
    var running = EmbeddedServer.running(settings.dataDir());
    if (running.isPresent() && EmbeddedServer.isInUse(settings.dataDir())) {
      return new CommandDatabase(null, open(running.get(), settings));
    }
    OtherNode.words(config).ifPresent(tells);
    var server = EmbeddedServer.start(settings.dataDir());
    boolean opened = false;
    try {
      var database = open(server.address(), settings);
      opened = true;
      return new CommandDatabase(server, database);
    } finally {
      if (!opened) {
        server.close();
      }
    }
  }

  private static Database open(DatabaseAddress address, DatabaseSettings settings) {
    return DatabaseWait.WHILE_SLOW.open(address, settings, () -> false).orElseThrow();
  }

  Database database() {
    return database;
  }

  @Override
  public void close() {
    database.close();
    if (server != null) {
      server.close();
    }
  }
}
