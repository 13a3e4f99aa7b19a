package io.sluice.ledger.feed;

import io.sluice.ledger.Fence;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.util.List;
import java.util.Optional;

/**
 * Table {@code feed_taking}: what runs have taken out of lists and not settled, by numbers that are
 * never given twice.
 */
public final class FeedTakings {
  private static final String OVER =
      """
      NOT EXISTS (SELECT FROM sluice.run
        JOIN sluice.node ON node.id = run.node AND node.state NOT IN ('left', 'down')
        WHERE run.entity = taking.entity AND run.epoch = taking.epoch AND run.running)
      """;

  private final Database database;

  public FeedTakings(Database database) {
    this.database = database;
  }

  /** A run takes from a list from now on; gives the number of what it takes. */
  public long begin(long stream, Fence run) {
    return database.transaction(
        connection ->
            Sql.first(
                    connection,
                    """
                    INSERT INTO sluice.feed_taking (stream_id, entity, epoch) VALUES (?, ?, ?)
                    RETURNING number
                    """,
                    row -> row.getLong(1),
                    stream,
                    run.entity(),
                    run.epoch())
                .orElseThrow());
  }

  /**
   * What another run has left.
   *
   * @param takeovers how often that has happened with it
   */
  public record Left(long number, int takeovers) {}

  /** Gives one to a run whose own run is over, if there is one. */
  public Optional<Left> takeOver(long stream, Fence run) {
    return database.transaction(
        connection ->
            Sql.first(
                connection,
                """
                UPDATE sluice.feed_taking AS mine
                SET entity = ?, epoch = ?, takeovers = mine.takeovers + 1
                FROM (SELECT number FROM sluice.feed_taking AS taking WHERE stream_id = ? AND
                """
                    + OVER
                    + """
                      ORDER BY number LIMIT 1 FOR UPDATE SKIP LOCKED) AS left_over
                    WHERE mine.number = left_over.number
                    RETURNING mine.number, mine.takeovers
                    """,
                row -> new Left(row.getLong(1), row.getInt(2)),
                run.entity(),
                run.epoch(),
                stream));
  }

  /**
   * Whether this run still has it: it is another's, or gone, if this run was thought to be over.
   */
  public boolean has(long number, Fence run) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT 1 FROM sluice.feed_taking
                    WHERE number = ? AND entity = ? AND epoch = ?
                    """,
                    row -> true,
                    number,
                    run.entity(),
                    run.epoch())
                .isPresent());
  }

  /** All that there are of a list. */
  public List<Long> all(long stream) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                "SELECT number FROM sluice.feed_taking WHERE stream_id = ? ORDER BY number",
                row -> row.getLong(1),
                stream));
  }

  /** Nothing is left of it. */
  public void end(long number) {
    database.transaction(
        connection ->
            Sql.update(connection, "DELETE FROM sluice.feed_taking WHERE number = ?", number));
  }
}
