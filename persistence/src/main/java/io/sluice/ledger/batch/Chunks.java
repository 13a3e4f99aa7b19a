package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.OptionalLong;

/** Table {@code chunk}, as a batch sees it: what is to be handed out, and what is at an end. */
public final class Chunks {
  static final String RUN = "chunk-";

  private final Database database;

  /** Under which name the ledger knows the runs of a chunk. */
  public static String runOf(long chunk) {
    return RUN + chunk;
  }

  public Chunks(Database database) {
    this.database = database;
  }

  /**
   * How a batch's chunks stand.
   *
   * @param due those to hand out, the first ones first
   * @param unfinished whether any is not at an end
   * @param nextMillis until the first of those that wait for a time is due; empty if none waits
   */
  public record Left(List<Long> due, boolean unfinished, OptionalLong nextMillis) {}

  /**
   * What a batch may have at work now: its share of what all batches may.
   *
   * @param most chunks at work in the whole cluster
   */
  public Left left(long batch, int most) {
    return database.transaction(
        connection -> {
          var due =
              Sql.list(
                  connection,
                  """
                  WITH sharing AS (
                    SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS batches
                    FROM sluice.batch WHERE %s)
                  SELECT id FROM sluice.chunk
                  WHERE batch_id = ? AND state IN ('begun', 'waiting')
                    AND (not_before IS NULL OR not_before <= clock_timestamp())
                  ORDER BY state, id
                  LIMIT (SELECT ? / batches + CASE WHEN place <= ? %% batches THEN 1 ELSE 0 END
                    FROM sharing WHERE id = ?)
                  """
                      .formatted(BatchPhase.IS_AT_WORK),
                  row -> row.getLong(1),
                  batch,
                  most,
                  most,
                  batch);
          return Sql.first(
                  connection,
                  """
                  SELECT count(*) > 0 AS unfinished,
                    ceil(extract(epoch FROM min(not_before) - clock_timestamp()) * 1000)::bigint
                      AS next
                  FROM sluice.chunk WHERE batch_id = ? AND state <> 'added'
                  """,
                  row -> {
                    var next = Sql.number(row, "next");
                    return new Left(
                        due,
                        row.getBoolean("unfinished"),
                        next == null ? OptionalLong.empty() : OptionalLong.of(Math.max(0, next)));
                  },
                  batch)
              .orElseThrow();
        });
  }

  /**
   * What of a batch is worked on.
   *
   * @param chunks that are begun and not at an end
   * @param inFlight items of theirs that were claimed and are not settled
   */
  public record AtWork(long chunks, long inFlight) {}

  /** Looks at the chunks at work alone. */
  public AtWork atWork(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT count(*) AS chunks,
                      coalesce(sum(cardinality(in_flight)), 0)::bigint AS in_flight
                    FROM sluice.chunk WHERE batch_id = ? AND state = 'begun'
                    """,
                    row -> new AtWork(row.getLong("chunks"), row.getLong("in_flight")),
                    batch)
                .orElseThrow());
  }

  /** Those that a run is under way of, as far as the ledger knows. */
  public List<Long> running(long batch) {
    return database.transaction(
        connection ->
            Sql.list(
                connection,
                """
                SELECT chunk.id FROM sluice.chunk
                JOIN sluice.run ON run.entity = ? || chunk.id AND run.running
                WHERE batch_id = ? AND chunk.state <> 'added'
                """,
                row -> row.getLong(1),
                RUN,
                batch));
  }

  /** Adds the counters of the chunks that are at an end to their batch, once. */
  public void add(long batch) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                WITH ended AS (
                  UPDATE sluice.chunk SET state = 'added' WHERE batch_id = ? AND state = 'ended'
                  RETURNING done, duplicates, failed, dead, bytes),
                total AS (
                  SELECT coalesce(sum(done), 0) AS done, coalesce(sum(duplicates), 0) AS duplicates,
                    coalesce(sum(failed), 0) AS failed, coalesce(sum(dead), 0) AS dead,
                    coalesce(sum(bytes), 0) AS bytes FROM ended)
                UPDATE sluice.batch SET done = batch.done + total.done,
                  duplicates = batch.duplicates + total.duplicates,
                  failed = batch.failed + total.failed, dead = batch.dead + total.dead,
                  bytes = batch.bytes + total.bytes, changed_at = clock_timestamp()
                FROM total WHERE id = ? AND EXISTS (SELECT FROM ended)
                """,
                batch,
                batch));
  }

  /** None of their runs stores anything from now on. */
  static int fence(Connection connection, long batch) throws SQLException {
    return Sql.update(
        connection,
        """
        UPDATE sluice.run SET epoch = epoch + 1, running = false, deaths = 0
        FROM sluice.chunk WHERE batch_id = ? AND entity = ? || chunk.id
        """,
        batch,
        RUN);
  }

  /** Deletes them with their runs. */
  static void delete(Connection connection, long batch) throws SQLException {
    Sql.update(
        connection,
        """
        WITH gone AS (DELETE FROM sluice.chunk WHERE batch_id = ? RETURNING id)
        DELETE FROM sluice.run USING gone WHERE entity = ? || gone.id
        """,
        batch,
        RUN);
  }
}
