package io.sluice.ledger.message;

import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Tables {@code message_call} and {@code message_reply}, with what {@code message_budget} has left:
 * a request is written down with what it may take before it is sent, and settled with what it took.
 */
public final class MessageCalls {
  private final Database database;

  public MessageCalls(Database database) {
    this.database = database;
  }

  /**
   * What a request takes at most, or took.
   *
   * @param cost in millionths of the unit of prices
   */
  public record Spending(long tokens, long cost) {}

  /**
   * What a model has answered.
   *
   * @param text null where there was no whole one
   * @param problem why not
   */
  public record Reply(String text, String problem, String model, long tokensIn, long tokensOut) {
    private static Reply of(ResultSet row) throws SQLException {
      return new Reply(
          row.getString("text"),
          row.getString("problem"),
          row.getString("model"),
          row.getLong("tokens_in"),
          row.getLong("tokens_out"));
    }
  }

  /** Whether a request may be sent. */
  public enum Leave {
    /** It is written down. */
    SEND,
    /** The same was answered before. */
    KNOWN,
    /** Another asks the same just now, or holds what is left of the budget. */
    WAIT,
    /** The budget of the batch is used up. */
    PAUSED,
    /** The task is no longer of this taking. */
    GONE
  }

  /**
   * What came of wanting to send a request.
   *
   * @param reply where it is known, or else null
   */
  public record Begun(Leave leave, Reply reply) {}

  /** One that is on its way. */
  record Call(long batch, long row, long taking, long tokens, long cost) {
    static Call of(ResultSet row) throws SQLException {
      return new Call(
          row.getLong("batch_id"),
          row.getLong("list_row"),
          row.getLong("taking"),
          row.getLong("tokens"),
          row.getLong("cost"));
    }
  }

  /**
   * A task is about to ask.
   *
   * @param key of all that decides the answer
   * @param most what the request takes at most
   * @param lease for how long it is on its way, unless that is renewed
   */
  public Begun begin(Taken task, byte[] key, Spending most, Duration lease) {
    return database.transaction(
        connection -> {
          if (MessageTasks.lock(connection, List.of(task)).isEmpty()) {
            return new Begun(Leave.GONE, null);
          }
          var known = reply(connection, key);
          if (known.isPresent()) {
            return new Begun(Leave.KNOWN, known.get());
          }
          if (!claim(connection, task, key, most, lease)) {
            // It may have been answered while this one waited for who asked.
            var now = reply(connection, key);
            return new Begun(now.isPresent() ? Leave.KNOWN : Leave.WAIT, now.orElse(null));
          }
          var held = hold(connection, task.batch(), most);
          if (held != Leave.SEND) {
            Sql.update(connection, "DELETE FROM sluice.message_call WHERE key = ?", key);
          }
          return new Begun(held, null);
        });
  }

  private static Optional<Reply> reply(Connection connection, byte[] key) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT text, problem, model, tokens_in, tokens_out FROM sluice.message_reply WHERE key = ?
        """,
        Reply::of,
        key);
  }

  /** False while another asks the same. */
  private static boolean claim(
      Connection connection, Taken task, byte[] key, Spending most, Duration lease)
      throws SQLException {
    if (insert(connection, task, key, most, lease)) {
      return true;
    }
    // Its budget first, as who settles it does.
    Sql.list(
        connection,
        """
        SELECT 1 FROM sluice.message_budget WHERE batch_id =
          (SELECT batch_id FROM sluice.message_call WHERE key = ?) FOR UPDATE
        """,
        row -> row.getInt(1),
        (Object) key);
    var dead =
        Sql.list(
            connection,
            """
            DELETE FROM sluice.message_call WHERE key = ? AND alive_until < clock_timestamp()
            RETURNING batch_id, list_row, taking, tokens, cost
            """,
            Call::of,
            key);
    CallLeases.lose(connection, dead);
    return !dead.isEmpty() && insert(connection, task, key, most, lease);
  }

  private static boolean insert(
      Connection connection, Taken task, byte[] key, Spending most, Duration lease)
      throws SQLException {
    return Sql.update(
            connection,
            """
            INSERT INTO sluice.message_call
              (key, batch_id, list_row, taking, tokens, cost, alive_until)
            VALUES (?, ?, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?))
            ON CONFLICT DO NOTHING
            """,
            key,
            task.batch(),
            task.row(),
            task.taking(),
            most.tokens(),
            most.cost(),
            MessageTasks.seconds(lease))
        > 0;
  }

  private static Leave hold(Connection connection, long batch, Spending most) throws SQLException {
    boolean held =
        Sql.update(
                connection,
                """
                UPDATE sluice.message_budget SET held_tokens = held_tokens + ?,
                  held_cost = held_cost + ?, asked = asked + 1
                WHERE batch_id = ? AND paused IS NULL
                  AND coalesce(tokens + held_tokens + ? <= most_tokens, true)
                  AND coalesce(cost + held_cost + ? <= most_cost, true)
                """,
                most.tokens(),
                most.cost(),
                batch,
                most.tokens(),
                most.cost())
            > 0;
    return held ? Leave.SEND : pause(connection, batch, most);
  }

  /** What is on its way may take less than it holds: as long as there is any, one waits for it. */
  private static Leave pause(Connection connection, long batch, Spending most) throws SQLException {
    var paused =
        Sql.first(
            connection,
            """
            UPDATE sluice.message_budget SET paused = coalesce(paused, CASE
              WHEN tokens + ? > most_tokens
                THEN format('%s of at most %s tokens are spent, and the next message may take %s',
                  tokens, most_tokens, ?::bigint)
              ELSE format('%s of a cost of at most %s is spent, and the next message may take %s',
                round(cost / 1e6, 6), round(most_cost / 1e6, 6), round(?::bigint / 1e6, 6)) END)
            WHERE batch_id = ? AND (paused IS NOT NULL
              OR held_tokens = 0 AND (tokens + ? > most_tokens OR cost + ? > most_cost))
            RETURNING paused
            """,
            row -> row.getString(1),
            most.tokens(),
            most.tokens(),
            most.cost(),
            batch,
            most.tokens(),
            most.cost());
    return paused.isPresent() ? Leave.PAUSED : Leave.WAIT;
  }

  /** A request that was not sent, or refused without being worked on, takes nothing. */
  public void undo(Taken task, byte[] key) {
    database.transaction(
        connection -> {
          take(connection, task, key, new Spending(0, 0), 1);
          return null;
        });
  }

  /** A request of which no answer came takes all that it may have. */
  public void spend(Taken task, byte[] key) {
    database.transaction(
        connection -> {
          take(connection, task, key, null, 0);
          return null;
        });
  }

  /**
   * A request is over. Where it was taken for lost meanwhile, nothing is to be settled.
   *
   * @param took null for what was held
   * @param less requests that were none
   */
  static void take(Connection connection, Taken task, byte[] key, Spending took, int less)
      throws SQLException {
    var held =
        Sql.first(
            connection,
            """
            DELETE FROM sluice.message_call
            WHERE key = ? AND batch_id = ? AND list_row = ? AND taking = ?
            RETURNING batch_id, list_row, taking, tokens, cost
            """,
            Call::of,
            key,
            task.batch(),
            task.row(),
            task.taking());
    if (held.isEmpty()) {
      return;
    }
    var call = held.get();
    Sql.update(
        connection,
        """
        UPDATE sluice.message_budget SET held_tokens = held_tokens - ?, held_cost = held_cost - ?,
          tokens = tokens + ?, cost = cost + ?, asked = asked - ?
        WHERE batch_id = ?
        """,
        call.tokens(),
        call.cost(),
        took == null ? call.tokens() : took.tokens(),
        took == null ? call.cost() : took.cost(),
        less,
        call.batch());
  }

  static void keep(Connection connection, byte[] key, Reply reply) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO sluice.message_reply (key, text, problem, model, tokens_in, tokens_out)
        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING
        """,
        key,
        storable(reply.text()),
        storable(reply.problem()),
        storable(reply.model()),
        reply.tokensIn(),
        reply.tokensOut());
  }

  private static String storable(String text) {
    return text == null ? null : StorableText.of(text);
  }
}
