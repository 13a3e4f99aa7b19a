package io.sluice.ledger.message;

import io.sluice.ledger.message.MessageCalls.Reply;
import io.sluice.ledger.message.MessageCalls.Spending;
import io.sluice.ledger.message.MessageTasks.Taken;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Stores what has become of tasks: messages in {@code websites}, and what they have taken. */
public final class MessageResults {
  private final Database database;

  public MessageResults(Database database) {
    this.database = database;
  }

  /**
   * A message, or why there is none.
   *
   * @param reason why somebody is to look at it, or why there is none: a word, and after a colon
   *     what it is about; null where nothing is to be said
   * @param text null where there is none
   * @param key of the answer of a model; null where none was asked
   * @param model that has written it, or {@code none}; null without a message
   */
  public record Written(
      MessageStatus status, String reason, String text, byte[] key, String model) {
    public static Written without(MessageStatus status, String reason) {
      return new Written(status, reason, null, null, null);
    }
  }

  /**
   * An answer that has just come.
   *
   * @param took what it has taken; null for all that was held for it
   */
  public record Paid(byte[] key, Reply reply, Spending took) {}

  /**
   * What has become of a task that was taken on.
   *
   * @param paid what is to be kept of a request; null where none was sent for it
   */
  public record Result(Taken task, Written written, Paid paid) {}

  /**
   * Stores results, in one transaction; those of takings that are over decide nothing, but what was
   * paid for is kept.
   *
   * @return how many were still of their takings
   */
  public int settle(Collection<Result> unsorted) {
    // All lock the budgets of batches in the same order.
    var results =
        unsorted.stream()
            .sorted(
                Comparator.comparingLong((Result result) -> result.task().batch())
                    .thenComparingLong(result -> result.task().row()))
            .toList();
    return database.transaction(
        connection -> {
          var held = MessageTasks.lock(connection, results.stream().map(Result::task).toList());
          write(connection, results, held);
          forget(connection, held);
          for (var result : results) {
            if (result.paid() != null) {
              pay(connection, result.task(), result.paid());
            }
          }
          return held.size();
        });
  }

  private static void pay(Connection connection, Taken task, Paid paid) throws SQLException {
    if (paid.reply() != null) {
      MessageCalls.keep(connection, paid.key(), paid.reply());
    }
    MessageCalls.take(connection, task, paid.key(), paid.took(), 0);
  }

  private static void write(Connection connection, Collection<Result> results, List<long[]> held)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.websites AS site SET message_status = status, message_reason = reason,
              generated_message = text, message_key = key, message_model = model,
              message_version = version, message_at = clock_timestamp(), message_edited = false
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[],
              ?::text[], ?::int4[])
              AS one (batch_id, list_row, status, reason, text, key, model, version)
            JOIN unnest(?::bigint[], ?::bigint[]) AS held (batch_id, list_row)
              USING (batch_id, list_row)
            WHERE site.batch_id = one.batch_id AND site.list_row = one.list_row
              AND message_status = 'PENDING'
            """)) {
      var columns = new ArrayColumns<>(connection, statement, results, 1);
      columns.add("bigint", one -> one.task().batch());
      columns.add("bigint", one -> one.task().row());
      columns.add("text", one -> one.written().status().name());
      columns.add("text", one -> StorableText.of(one.written().reason()));
      columns.add("text", one -> StorableText.of(one.written().text()));
      columns.add("bytea", one -> one.written().key());
      columns.add("text", one -> StorableText.of(one.written().model()));
      columns.add("int4", one -> one.task().version());
      held(connection, statement, held, 9);
      statement.executeUpdate();
    }
  }

  private static void forget(Connection connection, List<long[]> held) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            DELETE FROM sluice.message_task AS task
            USING unnest(?::bigint[], ?::bigint[]) AS held (batch_id, list_row)
            WHERE task.batch_id = held.batch_id AND task.list_row = held.list_row
            """)) {
      held(connection, statement, held, 1);
      statement.executeUpdate();
    }
  }

  private static void held(
      Connection connection, PreparedStatement statement, List<long[]> held, int first)
      throws SQLException {
    var columns = new ArrayColumns<>(connection, statement, held, first);
    columns.add("bigint", one -> one[0]);
    columns.add("bigint", one -> one[1]);
  }
}
