package io.sluice.ledger;

import io.sluice.persistence.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/** Table {@code run}: gives each run its epoch, and keeps all but the newest from writing. */
public final class Runs {
  private final Database database;
  private final UUID node;

  public Runs(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  /**
   * Takes the next epoch. A run before this one that neither ended nor stored anything died with
   * its process; that is counted here, before anything is tried again.
   */
  public RunStart begin(String entity) {
    return database.transaction(
        connection -> {
          refuseTheDead(connection, entity);
          var before = before(connection, entity);
          try (var statement =
              connection.prepareStatement(
                  """
                  INSERT INTO sluice.run AS run (entity, epoch, running, node) VALUES (?, 1, true, ?)
                  ON CONFLICT (entity) DO UPDATE SET
                    epoch = run.epoch + 1,
                    deaths = run.deaths + CASE WHEN run.running THEN 1 ELSE 0 END,
                    running = true, node = excluded.node, started_at = now()
                  RETURNING epoch, deaths, cursor
                  """)) {
            statement.setString(1, entity);
            statement.setObject(2, node);
            try (var row = statement.executeQuery()) {
              row.next();
              return new RunStart(
                  new Fence(entity, row.getLong("epoch")),
                  row.getInt("deaths"),
                  before,
                  Optional.ofNullable(row.getString("cursor")));
            }
          }
        });
  }

  /** Of a node that ended long ago only its id is known. */
  private Optional<String> before(Connection connection, String entity) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT coalesce(other.address, other.host || ':' || other.process, run.node::text)
        FROM sluice.run LEFT JOIN sluice.node AS other ON other.id = run.node
        WHERE run.entity = ? AND run.node <> ?
        """,
        row -> row.getString(1),
        entity,
        node);
  }

  /** A node that was frozen until another took over must not take its channels back. */
  private void refuseTheDead(Connection connection, String entity) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            SELECT count(*) > 0
              AND count(*) FILTER (WHERE id = ? AND state NOT IN ('left', 'down')) = 0
            FROM sluice.node
            """)) {
      statement.setObject(1, node);
      try (var row = statement.executeQuery()) {
        row.next();
        if (row.getBoolean(1)) {
          throw new FencedException(entity);
        }
      }
    }
  }

  /** Marks an orderly end, whatever its reason; without effect if another run has begun. */
  public void end(Fence fence) {
    database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "UPDATE sluice.run SET running = false, deaths = 0 WHERE entity = ? AND epoch"
                      + " = ?")) {
            statement.setString(1, fence.entity());
            statement.setLong(2, fence.epoch());
            return statement.executeUpdate();
          }
        });
  }

  /** Marks a run that did nothing, and leaves what it found to the next; else as {@link #end}. */
  public void leave(Fence fence) {
    database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  "UPDATE sluice.run SET running = false WHERE entity = ? AND epoch = ?")) {
            statement.setString(1, fence.entity());
            statement.setLong(2, fence.epoch());
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Locks the run's row for this transaction.
   *
   * @throws FencedException if a later run has begun
   */
  static void hold(Connection connection, Fence fence) throws SQLException {
    // A process frozen in mid-transaction must not hold the row for ever: the server ends it.
    try (var statement =
        connection.prepareStatement(
            """
            SELECT epoch, set_config('idle_in_transaction_session_timeout', '10s', true)
            FROM sluice.run WHERE entity = ? FOR UPDATE
            """)) {
      statement.setString(1, fence.entity());
      try (var row = statement.executeQuery()) {
        long now = row.next() ? row.getLong(1) : 0;
        if (now != fence.epoch()) {
          throw new FencedException(fence, now);
        }
      }
    }
  }

  /**
   * Moves the cursor, in the transaction that stores what lies before it.
   *
   * @param cursor a JSON object with the cursor of one kind of source; those of others stay
   * @param settled whether anything is final now that was not
   * @return whether the cursor is another now
   */
  static boolean progress(Connection connection, Fence fence, String cursor, boolean settled)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.run AS run SET
              cursor = next.cursor,
              deaths = CASE WHEN ? OR next.moved THEN 0 ELSE deaths END
            FROM (
              SELECT entity, coalesce(cursor, '{}') || ?::jsonb AS cursor,
                cursor IS DISTINCT FROM coalesce(cursor, '{}') || ?::jsonb AS moved
              FROM sluice.run WHERE entity = ?) AS next
            WHERE run.entity = next.entity
            RETURNING next.moved
            """)) {
      statement.setBoolean(1, settled);
      statement.setString(2, cursor);
      statement.setString(3, cursor);
      statement.setString(4, fence.entity());
      try (var row = statement.executeQuery()) {
        return row.next() && row.getBoolean(1);
      }
    }
  }
}
