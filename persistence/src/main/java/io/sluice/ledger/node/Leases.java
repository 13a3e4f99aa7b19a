package io.sluice.ledger.node;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Table {@code lease}: rights that one node has at a time, each until it expires by the database's
 * clock. A node that others took for dead gets none.
 */
public final class Leases {
  private final Database database;
  private final UUID node;

  public Leases(Database database, UUID node) {
    this.database = database;
    this.node = node;
  }

  /** Takes or renews it for that time; false if another node has it. */
  // Model: tests/models/lease.pml
  public boolean acquire(String name, Duration time) {
    return database.controlTransaction(
        connection -> {
          boolean taken = take(connection, name, time);
          // Only now: while it waited for the lease this node may have been taken for dead.
          if (taken && !isAlive(connection)) {
            giveBack(connection, name);
            return false;
          }
          return taken;
        });
  }

  private boolean take(Connection connection, String name, Duration time) throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO sluice.lease AS lease (name, owner, expires_at)
            VALUES (?, ?, clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT (name) DO UPDATE SET
              owner = excluded.owner, expires_at = excluded.expires_at
            WHERE lease.owner = excluded.owner OR lease.expires_at < clock_timestamp()
            """,
            name,
            node,
            time.toMillis() / 1000.0)
        == 1;
  }

  private boolean isAlive(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            "SELECT state NOT IN ('left', 'down') FROM sluice.node WHERE id = ?",
            row -> row.getBoolean(1),
            node)
        .orElse(false);
  }

  /** Gives it back; without effect for one that another node has. */
  // Model: tests/models/lease.pml
  public void release(String name) {
    database.controlTransaction(connection -> giveBack(connection, name));
  }

  private int giveBack(Connection connection, String name) throws SQLException {
    return Sql.update(
        connection, "DELETE FROM sluice.lease WHERE name = ? AND owner = ?", name, node);
  }
}
