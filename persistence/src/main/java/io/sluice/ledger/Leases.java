package io.sluice.ledger;

import io.sluice.persistence.Database;
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
  public boolean acquire(String name, Duration time) {
    return database.controlTransaction(
        connection ->
            Sql.update(
                    connection,
                    """
                    INSERT INTO sluice.lease AS lease (name, owner, expires_at)
                    SELECT ?, id, clock_timestamp() + make_interval(secs => ?)
                    FROM sluice.node WHERE id = ? AND state NOT IN ('left', 'down')
                    ON CONFLICT (name) DO UPDATE SET
                      owner = excluded.owner, expires_at = excluded.expires_at
                    WHERE lease.owner = excluded.owner OR lease.expires_at < clock_timestamp()
                    """,
                    name,
                    time.toMillis() / 1000.0,
                    node)
                == 1);
  }

  /** Gives it back; without effect for one that another node has. */
  public void release(String name) {
    database.controlTransaction(
        connection ->
            Sql.update(
                connection, "DELETE FROM sluice.lease WHERE name = ? AND owner = ?", name, node));
  }
}
