package io.sluice.ledger;

import io.sluice.ledger.node.NodeRow;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
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
   *
   * @throws FencedException if this node has no part in the cluster
   */
  // Model: tests/models/fence.pml
  // Model: tests/models/forming.pml
  public RunStart begin(String entity) {
    return database.transaction(
        connection -> {
          var before = before(connection, entity);
          var start = take(connection, entity, before);
          // Only now: who looks first, and is frozen then, takes the run from its successor.
          refuseStrangers(connection, entity);
          return start;
        });
  }

  private RunStart take(Connection connection, String entity, Optional<String> before)
      throws SQLException {
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
  }

  /**
   * Who had the run, which is locked for it. Of a node that ended long ago only its id is known.
   */
  private Optional<String> before(Connection connection, String entity) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT coalesce(
          (SELECT coalesce(address, host || ':' || process) FROM sluice.node WHERE id = run.node),
          run.node::text)
        FROM sluice.run AS run WHERE entity = ? AND run.node <> ? FOR UPDATE
        """,
        row -> row.getString(1),
        entity,
        node);
  }

  /**
   * A node that was frozen until another took over must not take its channels back, and one that
   * others do not count on yet must not begin. To be called when the run's row is locked.
   */
  private void refuseStrangers(Connection connection, String entity) throws SQLException {
    var state =
        Sql.first(
            connection,
            "SELECT state FROM sluice.node WHERE id = ?",
            row -> NodeRow.State.valueOf(row.getString(1).toUpperCase(Locale.ROOT)),
            node);
    if (!state.map(NodeRow.State::mayBeginRuns).orElse(false)) {
      throw new FencedException(entity, state);
    }
  }

  /** Marks an orderly end, whatever its reason; without effect if another run has begun. */
  // Model: tests/models/fence.pml
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
  // Model: tests/models/fence.pml
  public void abandon(Fence fence) {
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
  // Model: tests/models/fence.pml
  static void hold(Connection connection, Fence fence) throws SQLException {
    try (var statement =
        connection.prepareStatement("SELECT epoch FROM sluice.run WHERE entity = ? FOR UPDATE")) {
      statement.setString(1, fence.entity());
      try (var row = statement.executeQuery()) {
        long now = row.next() ? row.getLong(1) : 0;
        if (now != fence.epoch()) {
          throw new FencedException(fence, now);
        }
      }
    }
  }

  /** Notes that a run has stored what is final, in the transaction that does it. */
  public static void settled(Connection connection, Fence fence) throws SQLException {
    Sql.update(
        connection,
        "UPDATE sluice.run SET deaths = 0 WHERE entity = ? AND deaths > 0",
        fence.entity());
  }

  /**
   * Notes that a run has done all there was, in the transaction that says so: that its process dies
   * before it marks the end is no death of this run.
   */
  public static void closed(Connection connection, Fence fence) throws SQLException {
    Sql.update(
        connection,
        "UPDATE sluice.run SET running = false, deaths = 0 WHERE entity = ?",
        fence.entity());
  }

  /**
   * Moves the cursor, in the transaction that stores what lies before it.
   *
   * @param cursor a JSON object with the cursor of one kind of source; those of others stay
   * @param settled whether anything is final now that was not
   * @return whether the cursor is another now
   */
  // Model: tests/models/fence.pml
  public static boolean progress(Connection connection, Fence fence, String cursor, boolean settled)
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
