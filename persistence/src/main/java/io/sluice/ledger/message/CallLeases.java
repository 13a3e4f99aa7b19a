package io.sluice.ledger.message;

import io.sluice.ledger.message.MessageCalls.Call;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * Which rows of {@code message_call} are of requests that are still on their way: who has sent them
 * says so again and again, and those of which nobody does count as spent. So each is settled once,
 * whatever becomes of its task and of who has sent it.
 */
public final class CallLeases {
  private final Database database;

  public CallLeases(Database database) {
    this.database = database;
  }

  /** Requests of these tasks are still on their way, whatever has become of the tasks. */
  public void renew(List<Taken> tasks, Duration lease) {
    live(tasks, lease);
  }

  /** Of requests of these tasks that were not answered nobody will hear any more. */
  public void leave(List<Taken> tasks) {
    live(tasks, Duration.ZERO);
  }

  /** One that is being settled just now is left to that, and not waited for. */
  private void live(List<Taken> tasks, Duration lease) {
    if (tasks.isEmpty()) {
      return;
    }
    database.transaction(
        connection -> {
          try (var statement =
              connection.prepareStatement(
                  """
                  UPDATE sluice.message_call
                  SET alive_until = clock_timestamp() + make_interval(secs => ?)
                  WHERE key IN (
                    SELECT key FROM sluice.message_call
                    JOIN unnest(?::bigint[], ?::bigint[], ?::bigint[])
                      AS mine (batch_id, list_row, taking) USING (batch_id, list_row, taking)
                    FOR UPDATE OF message_call SKIP LOCKED)
                  """)) {
            statement.setDouble(1, MessageTasks.seconds(lease));
            MessageTasks.mine(connection, statement, tasks, 2);
            return statement.executeUpdate();
          }
        });
  }

  /**
   * Settles requests of which nobody says any more that they are on their way. Without it, what
   * they have set aside would be held for ever where nobody wants the same again.
   *
   * @return how many there were
   */
  public int settleLost() {
    var batches =
        database.query(
            connection ->
                Sql.list(
                    connection,
                    """
                    SELECT DISTINCT batch_id FROM sluice.message_call
                    WHERE alive_until < clock_timestamp() ORDER BY batch_id
                    """,
                    row -> row.getLong(1)));
    return batches.stream().mapToInt(this::settleLost).sum();
  }

  /** Its budget is held first, since who settles a request holds that and waits for the next. */
  private int settleLost(long batch) {
    return database.transaction(
        connection -> {
          Sql.first(
              connection,
              "SELECT FROM sluice.message_budget WHERE batch_id = ? FOR UPDATE",
              row -> true,
              batch);
          var dead =
              Sql.list(
                  connection,
                  """
                  DELETE FROM sluice.message_call WHERE key IN (
                    SELECT key FROM sluice.message_call
                    WHERE batch_id = ? AND alive_until < clock_timestamp() FOR UPDATE SKIP LOCKED)
                  RETURNING batch_id, list_row, taking, tokens, cost
                  """,
                  Call::of,
                  batch);
          lose(connection, dead);
          return dead.size();
        });
  }

  /** Nobody knows whether they were paid for, so that they were. */
  static void lose(Connection connection, List<Call> calls) throws SQLException {
    for (var call : calls) {
      Sql.update(
          connection,
          """
          UPDATE sluice.message_budget SET held_tokens = held_tokens - ?, held_cost = held_cost - ?,
            tokens = tokens + ?, cost = cost + ?, lost_tokens = lost_tokens + ?
          WHERE batch_id = ?
          """,
          call.tokens(),
          call.cost(),
          call.tokens(),
          call.cost(),
          call.tokens(),
          call.batch());
    }
  }
}
