package io.sluice.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends connections of this program whose process keeps still, wherever it runs, while another one
 * waits for their locks. Limits of transactions end most of them; before PostgreSQL 17 the server
 * itself has none for a statement of which it has got one half.
 */
final class FrozenClients implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FrozenClients.class);
  private static final int LOOK_SECONDS = 4;
  private static final double STILL_SECONDS = 15;
  private static final String NOT_ALLOWED = "42501";

  private final Database database;
  private final ScheduledExecutorService thread;
  private int told;

  FrozenClients(Database database) {
    this.database = database;
    thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              var made = new Thread(work, "sluice-frozen-clients");
              made.setDaemon(true);
              return made;
            });
    thread.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * One that holds what others wait for.
   *
   * @param process the server's, for this client
   * @param client whose it is, and where if that can be seen
   * @param seconds for which it has kept still, or another has waited for it
   */
  private record Holder(int process, String client, double seconds) {}

  // Model: tests/models/fence.pml
  private void look() {
    try {
      for (var holder : database.controlTransaction(FrozenClients::holders)) {
        end(holder);
      }
    } catch (RuntimeException e) {
      LOG.debug("Who holds locks cannot be seen now: {}", e.getMessage());
    }
  }

  /** What another user's connection does is hidden from those without a right to see it. */
  private static List<Holder> holders(Connection connection) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT DISTINCT ON (holder.pid) holder.pid,
              concat_ws(' at ', holder.usename, host(holder.client_addr)),
              extract(epoch FROM clock_timestamp()
                - coalesce(holder.state_change, waiting.query_start))
            FROM pg_stat_activity AS waiting
              CROSS JOIN LATERAL unnest(pg_blocking_pids(waiting.pid)) AS blocking (pid)
              JOIN pg_stat_activity AS holder ON holder.pid = blocking.pid
            WHERE waiting.datname = current_database() AND waiting.wait_event_type = 'Lock'
              AND holder.datname = current_database()
              AND holder.application_name IN (?, current_setting('application_name'))
              AND (holder.wait_event_type = 'Client' OR holder.state IS NULL)
              AND coalesce(holder.state_change, waiting.query_start)
                < clock_timestamp() - make_interval(secs => ?)
            ORDER BY holder.pid, waiting.query_start
            """)) {
      statement.setString(1, Database.PROGRAM);
      statement.setDouble(2, STILL_SECONDS);
      var holders = new ArrayList<Holder>();
      try (var row = statement.executeQuery()) {
        while (row.next()) {
          holders.add(new Holder(row.getInt(1), row.getString(2), row.getDouble(3)));
        }
      }
      return holders;
    }
  }

  private void end(Holder holder) {
    try {
      if (database.controlTransaction(connection -> end(connection, holder.process()))) {
        LOG.warn(
            "Ended process {} of the database's server, a connection of {}: others wait for its"
                + " locks, and nothing has come from it for {} s",
            holder.process(),
            holder.client(),
            Math.round(holder.seconds()));
      }
    } catch (DatabaseException e) {
      if (!e.isBecause(NOT_ALLOWED)) {
        throw e;
      }
      tellNotAllowed(holder);
    }
  }

  private void tellNotAllowed(Holder holder) {
    if (told != holder.process()) {
      told = holder.process();
      LOG.warn(
          "Process {} of the database's server, a connection of {}, holds locks for which others"
              + " have waited {} s, and this node's user may not end it: GRANT pg_signal_backend to"
              + " it, or SELECT pg_terminate_backend({})",
          holder.process(),
          holder.client(),
          Math.round(holder.seconds()),
          holder.process());
    }
  }

  private static boolean end(Connection connection, int process) throws SQLException {
    try (var statement = connection.prepareStatement("SELECT pg_terminate_backend(?)")) {
      statement.setInt(1, process);
      try (var row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
