package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Table {@code batch}: which batches there are, and how they stand. */
public final class Batches {
  private final Database database;

  public Batches(Database database) {
    this.database = database;
  }

  /** A batch, and whether it was made by who asked. */
  public record Taken(BatchRow row, boolean isNew) {}

  /**
   * The batch of this request; it is made where there is none.
   *
   * @throws NameTakenException if another batch has its name
   */
  public BatchRow create(NewBatch wanted) {
    return take(wanted).row();
  }

  /** As {@link #create}; of those who ask at once for the same one, one has made it. */
  public Taken take(NewBatch wanted) {
    return database.transaction(
        connection -> {
          // Two that come at once take turns, so that each finds what the other made.
          try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE sluice.batch IN SHARE ROW EXCLUSIVE MODE");
          }
          var known =
              wanted.requestKey().isEmpty()
                  ? Optional.<BatchRow>empty()
                  : find(connection, "request_key = ?", wanted.requestKey().get());
          return known.isPresent()
              ? new Taken(known.get(), false)
              : new Taken(insert(connection, wanted), true);
        });
  }

  private static BatchRow insert(Connection connection, NewBatch wanted) throws SQLException {
    var name = wanted.name().map(StorableText::of);
    if (name.isPresent() && find(connection, "name = ?", name.get()).isPresent()) {
      throw new NameTakenException(name.get());
    }
    long id =
        Sql.first(
                connection,
                """
                INSERT INTO sluice.batch AS made (name, kind, source, request_key)
                VALUES (?, ?, ?::jsonb, ?)
                RETURNING id
                """,
                row -> row.getLong(1),
                name.isPresent() ? name.get() : freeName(connection, wanted.kind()),
                wanted.kind(),
                StorableText.ofJson(wanted.source()),
                wanted.requestKey().map(StorableText::of).orElse(null))
            .orElseThrow();
    return find(connection, "id = ?", id).orElseThrow();
  }

  /** The kind with the number that the batch will have, or the next that nobody took as a name. */
  private static String freeName(Connection connection, String kind) throws SQLException {
    return Sql.first(
            connection,
            """
            WITH RECURSIVE made (number, name) AS (
              SELECT number, ? || '-' || number
              FROM (SELECT coalesce(max(id), 0) + 1 AS number FROM sluice.batch) AS next
              UNION ALL SELECT number + 1, ? || '-' || (number + 1) FROM made
              WHERE EXISTS (SELECT FROM sluice.batch WHERE batch.name = made.name))
            SELECT name FROM made ORDER BY number DESC LIMIT 1
            """,
            row -> row.getString(1),
            kind,
            kind)
        .orElseThrow();
  }

  public Optional<BatchRow> byId(long id) {
    return database.transaction(connection -> find(connection, "id = ?", id));
  }

  public Optional<BatchRow> byName(String name) {
    return database.transaction(connection -> find(connection, "name = ?", name));
  }

  /** The newest batch of the same items that has not come to its end, or has messages to write. */
  public Optional<BatchRow> unfinished(String kind, String source) {
    return database.transaction(
        connection ->
            Sql.first(
                connection,
                BatchRow.SELECT
                    + " WHERE kind = ? AND source = ?::jsonb AND (NOT batch."
                    + BatchPhase.IS_OVER
                    + " OR batch.state = 'completed' AND EXISTS ("
                    + "SELECT FROM sluice.message_task"
                    + " WHERE batch_id = batch.id AND due_at < 'infinity'))"
                    + " ORDER BY id DESC LIMIT 1",
                BatchRow::of,
                kind,
                source));
  }

  /** What batches of a kind are made of that have not come to their end. */
  public List<String> unfinishedSources(String kind) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "SELECT source FROM sluice.batch WHERE kind = ? AND NOT " + BatchPhase.IS_OVER,
                row -> row.getString(1),
                kind));
  }

  /** Those that have something to do without being asked. */
  public List<Long> withWork() {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                "SELECT id FROM sluice.batch WHERE " + BatchPhase.HAS_WORK + " ORDER BY id",
                row -> row.getLong(1)));
  }

  private static Optional<BatchRow> find(Connection connection, String condition, Object value)
      throws SQLException {
    return Sql.first(
        connection, BatchRow.SELECT + " WHERE batch." + condition, BatchRow::of, value);
  }
}
