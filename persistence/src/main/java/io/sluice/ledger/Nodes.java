package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Table {@code node}: the processes that use this database, each kept alive by its heartbeat. Times
 * are the database's, so that clocks of machines do not matter.
 */
public final class Nodes {
  private final Database database;
  private final Duration timeout;
  private final UUID id = UUID.randomUUID();

  /**
   * @param timeout a node whose heartbeat is older is dead
   */
  public Nodes(Database database, Duration timeout) {
    this.database = database;
    this.timeout = timeout;
  }

  /** A node that is alive, as an operator knows it. */
  public record Node(String host, long process) {
    @Override
    public String toString() {
      return "process %d on %s".formatted(process, host);
    }

    private boolean isDeadHere(Instant started) {
      return host.equals(hostName())
          && (hasEnded()
              || ProcessHandle.of(process)
                  .flatMap(handle -> handle.info().startInstant())
                  .filter(instant -> instant.truncatedTo(ChronoUnit.MILLIS).equals(started))
                  .isEmpty());
    }

    /** One whose parent has not asked for its exit code keeps its number, and does nothing more. */
    private boolean hasEnded() {
      try {
        var stat = Files.readString(Path.of("/proc", Long.toString(process), "stat"));
        return stat.startsWith("Z", stat.lastIndexOf(')') + 2);
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** This node's id. */
  public UUID id() {
    return id;
  }

  /** This node, as others know it. */
  public Node self() {
    return new Node(hostName(), ProcessHandle.current().pid());
  }

  /** Adds this node, unless others are alive: then it adds nothing and tells which. */
  public List<Node> joinAlone() {
    return database.controlTransaction(
        connection -> {
          try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE sluice.node IN SHARE ROW EXCLUSIVE MODE");
          }
          var alive = new ArrayList<Node>();
          try (var statement =
              connection.prepareStatement(
                  """
                  SELECT host, process, process_started FROM sluice.node
                  WHERE last_seen > clock_timestamp() - make_interval(secs => ?)
                  """)) {
            statement.setDouble(1, timeout.toMillis() / 1000.0);
            try (var row = statement.executeQuery()) {
              while (row.next()) {
                var node = new Node(row.getString(1), row.getLong(2));
                if (!node.isDeadHere(row.getTimestamp(3).toInstant())) {
                  alive.add(node);
                }
              }
            }
          }
          if (alive.isEmpty()) {
            try (var statement =
                connection.prepareStatement(
                    """
                    WITH gone AS (DELETE FROM sluice.node)
                    INSERT INTO sluice.node (id, host, process, process_started)
                    VALUES (?, ?, ?, ?)
                    """)) {
              statement.setObject(1, id);
              statement.setString(2, hostName());
              statement.setLong(3, ProcessHandle.current().pid());
              statement.setTimestamp(4, Timestamp.from(startedAt()));
              statement.executeUpdate();
            }
          }
          return List.copyOf(alive);
        });
  }

  /** Renews this node's heartbeat; false if others took it for dead and it must stop. */
  public boolean renew() {
    return database.controlTransaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "UPDATE sluice.node SET last_seen = clock_timestamp() WHERE id = ?")) {
            statement.setObject(1, id);
            return statement.executeUpdate() == 1;
          }
        });
  }

  public void leave() {
    database.controlTransaction(
        connection -> {
          try (var statement =
              connection.prepareStatement("DELETE FROM sluice.node WHERE id = ?")) {
            statement.setObject(1, id);
            return statement.executeUpdate();
          }
        });
  }

  private static Instant startedAt() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .orElseGet(Instant::now)
        .truncatedTo(ChronoUnit.MILLIS);
  }

  /** The kernel's word: a resolver may know no name, and then all machines would be one. */
  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
