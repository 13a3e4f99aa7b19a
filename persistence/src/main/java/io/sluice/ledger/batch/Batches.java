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

  /**
   * The batch of this request; it is made where there is none.
   *
   * @throws NameTakenException if another batch has its name
   */
  public BatchRow create(NewBatch wanted) {
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
          return known.isPresent() ? known.get() : insert(connection, wanted);
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
            SELECT name FROM (
              SELECT number, ? || '-' || number AS name FROM (
                SELECT coalesce(max(id), 0) AS last, count(*) AS taken FROM sluice.batch) AS batches
              CROSS JOIN LATERAL generate_series(last + 1, last + 1 + taken) AS number) AS names
            WHERE NOT EXISTS (SELECT FROM sluice.batch WHERE batch.name = names.name)
            ORDER BY number LIMIT 1
            """,
            row -> row.getString(1),
            kind)
        .orElseThrow();
  }

  public Optional<BatchRow> byId(long id) {
    return database.transaction(connection -> find(connection, "id = ?", id));
  }

  public Optional<BatchRow> byName(String name) {
    return database.transaction(connection -> find(connection, "name = ?", name));
  }

  /** The newest batch of the same items that has not come to its end. */
  public Optional<BatchRow> unfinished(String kind, String source) {
    return database.transaction(
        connection ->
            Sql.first(
                connection,
                BatchRow.SELECT
                    + " WHERE kind = ? AND source = ?::jsonb AND NOT batch."
                    + BatchPhase.IS_OVER
                    + " ORDER BY id DESC LIMIT 1",
                BatchRow::of,
                kind,
                source));
  }

  /**
   * Whether any of its items is being worked on, or may be. What was claimed by a process that died
   * is claimed still, and nobody works on it.
   */
  public boolean isInFlight(long batch) {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT FROM sluice.chunk
                    JOIN sluice.run ON run.entity = ? || chunk.id AND run.running
                    JOIN sluice.node ON node.id = run.node AND node.state NOT IN ('left', 'down')
                    WHERE chunk.batch_id = ? AND in_flight <> '{}' LIMIT 1
                    """,
                    row -> Boolean.TRUE,
                    Chunks.RUN,
                    batch)
                .isPresent());
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
