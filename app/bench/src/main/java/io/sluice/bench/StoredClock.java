package io.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Looks at how many events a feed has stored, from when its run began to when the last is: the
 * seconds between these come out. It looks by a connection of its own.
 */
final class StoredClock implements AutoCloseable {
  private static final long LOOK_MILLIS = 10;

  private final Connection connection;
  private final Thread thread;
  private volatile boolean stopped;
  private volatile double seconds;

  StoredClock(ScratchDatabase database) throws SQLException {
    connection = database.connect();
    thread = new Thread(this::look, "stored");
    thread.setDaemon(true);
    thread.start();
  }

  private void look() {
    long last = 0;
    while (!stopped) {
      try (var statement = connection.createStatement();
          var row =
              statement.executeQuery(
                  """
                  SELECT stored, extract(epoch FROM clock_timestamp() - started_at)
                  FROM sluice.feed_consumer
                  JOIN sluice.run ON entity = 'feed-' || feed_id || '-' || run.node
                  """)) {
        if (row.next() && row.getLong(1) > last) {
          last = row.getLong(1);
          seconds = row.getDouble(2);
        }
      } catch (SQLException e) {
        // The tables are not there yet.
        seconds = 0;
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** From the beginning of the run to when the last was seen to be stored. */
  double seconds() {
    return seconds;
  }

  @Override
  public void close() throws SQLException {
    stopped = true;
    thread.interrupt();
    connection.close();
  }
}
