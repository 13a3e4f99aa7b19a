package io.sluice.ledger.message;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * What people do with the messages of a batch: look at them, approve, reject, edit, and have them
 * written again by what is stored. Large batches are changed in slices.
 */
public final class MessageReview {
  /** Rows of a list that are changed in one transaction. */
  private static final int SLICE = 5_000;

  private static final String CHOSEN =
      """
      batch_id = ? AND list_row BETWEEN ? AND ? AND %s
        AND (?::text IS NULL OR message_status = ?)
        AND (?::text IS NULL OR split_part(message_reason, ':', 1) = ?)
      """;

  private final Database database;

  public MessageReview(Database database) {
    this.database = database;
  }

  /**
   * How many messages stand so.
   *
   * @param reason the word of it; null where none is told
   */
  public record Count(MessageStatus status, String reason, long rows) {}

  /** A row with its message. */
  public record Message(
      long row,
      long line,
      String url,
      MessageStatus status,
      String reason,
      String text,
      boolean edited,
      String model,
      Integer version,
      Instant at) {
    private static Message of(ResultSet row) throws SQLException {
      int version = row.getInt("message_version");
      return new Message(
          row.getLong("list_row"),
          row.getLong("line"),
          row.getString("website_url"),
          MessageStatus.valueOf(row.getString("message_status")),
          row.getString("message_reason"),
          row.getString("generated_message"),
          row.getBoolean("message_edited"),
          row.getString("message_model"),
          row.wasNull() || version == 0 ? null : version,
          Sql.instant(row, "message_at"));
    }
  }

  /**
   * Which messages are meant.
   *
   * @param lines of the list, as results have them; empty for all
   * @param status null for any
   * @param reason the word of it; null for any
   */
  public record Choice(List<Long> lines, MessageStatus status, String reason) {
    public Choice {
      lines = List.copyOf(lines);
    }
  }

  public List<Count> counts(long batch) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT message_status, nullif(split_part(message_reason, ':', 1), '') AS reason,
                  count(*) AS number
                FROM sluice.websites WHERE batch_id = ? GROUP BY 1, 2 ORDER BY 1, 2
                """,
                row ->
                    new Count(
                        MessageStatus.valueOf(row.getString("message_status")),
                        row.getString("reason"),
                        row.getLong("number")),
                batch));
  }

  /** Those after a row, in the order of the list. */
  public List<Message> list(long batch, Choice choice, long after, int most) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT list_row, line, website_url, message_status, message_reason,
                  generated_message, message_edited, message_model, message_version, message_at
                FROM sluice.websites WHERE %s ORDER BY list_row LIMIT ?
                """
                    .formatted(chosen(choice)),
                Message::of,
                with(chosen(connection, batch, after + 1, Long.MAX_VALUE, choice), most)));
  }

  /** Lines are asked for without the case of none, so that their index has them. */
  private static String chosen(Choice choice) {
    return CHOSEN.formatted(choice.lines().isEmpty() ? "?::bigint[] IS NULL" : "line = ANY (?)");
  }

  private static Object[] chosen(
      Connection connection, long batch, long first, long last, Choice choice) throws SQLException {
    var status = choice.status() == null ? null : choice.status().name();
    var lines =
        choice.lines().isEmpty()
            ? null
            : connection.createArrayOf("bigint", choice.lines().toArray(Long[]::new));
    return new Object[] {
      batch, first, last, lines, status, status, choice.reason(), choice.reason()
    };
  }

  private static Object[] with(Object[] parameters, Object... more) {
    var all = new ArrayList<>(Arrays.asList(parameters));
    all.addAll(Arrays.asList(more));
    return all.toArray();
  }

  /**
   * Messages that are written are good.
   *
   * @param told is told bit by bit how many were changed
   */
  public void approve(long batch, Choice choice, LongConsumer told) {
    judge(batch, choice, MessageStatus.APPROVED, told);
  }

  /**
   * Messages that are written are not to be used.
   *
   * @param told is told bit by bit how many were changed
   */
  public void reject(long batch, Choice choice, LongConsumer told) {
    judge(batch, choice, MessageStatus.REJECTED, told);
  }

  private void judge(long batch, Choice choice, MessageStatus now, LongConsumer told) {
    eachSlice(
        batch,
        choice,
        told,
        (connection, first, last) ->
            Sql.update(
                connection,
                """
                UPDATE sluice.websites SET message_status = '%s' WHERE %s
                  AND generated_message IS NOT NULL
                  AND message_status IN ('GENERATED', 'NEEDS_REVIEW', 'APPROVED', 'REJECTED')
                  AND message_status <> '%s'
                """
                    .formatted(now, chosen(choice), now),
                chosen(connection, batch, first, last, choice)));
  }

  /**
   * A person has written this message. It is to be approved like others.
   *
   * @return false where there is no such line, or none is to be written to
   */
  public boolean edit(long batch, long line, String text) {
    return database.transaction(
        connection -> {
          Sql.update(
              connection,
              """
              DELETE FROM sluice.message_task WHERE batch_id = ? AND list_row IN (
                SELECT list_row FROM sluice.websites WHERE batch_id = ? AND line = ?)
              """,
              batch,
              batch,
              line);
          return Sql.update(
                  connection,
                  """
                  UPDATE sluice.websites SET generated_message = ?, message_edited = true,
                    message_status = 'GENERATED', message_reason = NULL,
                    message_at = clock_timestamp()
                  WHERE batch_id = ? AND line = ? AND NOT (message_status = 'SKIPPED'
                    AND coalesce(message_reason, '') IN ('do_not_contact', 'noai'))
                  """,
                  StorableText.of(text),
                  batch,
                  line)
              > 0;
        });
  }

  /**
   * Has messages written again, by new terms, out of what is stored. Those that were approved, or
   * that a person has written, stay, unless they are wanted too.
   */
  public void regenerate(
      long batch,
      MessageTerms.Terms terms,
      Choice choice,
      boolean withApproved,
      LongConsumer told) {
    database.transaction(connection -> MessageTerms.add(connection, batch, terms));
    eachSlice(
        batch,
        choice,
        told,
        (connection, first, last) -> {
          // Tasks are held before rows, by all who change both.
          Sql.list(
              connection,
              """
              SELECT list_row FROM sluice.message_task
              WHERE batch_id = ? AND list_row IN (SELECT list_row FROM sluice.websites WHERE %s)
              ORDER BY list_row FOR UPDATE
              """
                  .formatted(chosen(choice)),
              row -> row.getLong(1),
              with(new Object[] {batch}, chosen(connection, batch, first, last, choice)));
          var rows =
              Sql.list(
                  connection,
                  """
                  UPDATE sluice.websites SET message_status = 'PENDING', message_reason = NULL
                  WHERE %s AND facts IS NOT NULL
                    AND (? OR message_status <> 'APPROVED' AND NOT message_edited)
                    AND NOT (message_status = 'SKIPPED'
                      AND coalesce(message_reason, '') IN ('do_not_contact', 'noai'))
                  RETURNING list_row
                  """
                      .formatted(chosen(choice)),
                  row -> row.getLong(1),
                  with(chosen(connection, batch, first, last, choice), withApproved));
          return rows.isEmpty() ? 0 : MessageTasks.add(connection, batch, rows);
        });
  }

  private interface Slice {
    int on(Connection connection, long first, long last) throws SQLException;
  }

  private void eachSlice(long batch, Choice choice, LongConsumer told, Slice slice) {
    if (!choice.lines().isEmpty()) {
      told.accept(database.transaction(connection -> slice.on(connection, 0, Long.MAX_VALUE)));
      return;
    }
    long last = lastRow(batch);
    for (long first = 0; first <= last; first += SLICE) {
      long from = first;
      told.accept(database.transaction(connection -> slice.on(connection, from, from + SLICE - 1)));
    }
  }

  private long lastRow(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT coalesce(max(list_row), -1) FROM sluice.websites WHERE batch_id = ?",
                    row -> row.getLong(1),
                    batch)
                .orElseThrow());
  }
}
