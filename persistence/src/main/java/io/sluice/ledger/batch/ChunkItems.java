package io.sluice.ledger.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.Fenced;
import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** The items of one chunk: claimed, settled and counted in the transactions of its run. */
public final class ChunkItems {
  private final Fenced fenced;
  private final long chunk;

  public ChunkItems(Database database, long chunk) {
    fenced = new Fenced(database);
    this.chunk = chunk;
  }

  /** Writes the results of items, and tells what has become of these. */
  public interface Results {
    List<Settled> write(Connection connection) throws SQLException;
  }

  /**
   * What was claimed when a process died, and is not settled: the suspects. Who kills a process
   * while one of them is tried apart blames that one for nothing. None if its batch is not at work
   * any more.
   *
   * @param blamed whether so many processes have died in a row that it may be its doing all the
   *     same
   */
  public List<Item> suspects(Fence fence, boolean blamed) {
    return fenced.store(
        fence,
        connection -> {
          if (!blamed) {
            takeBackAttempt(connection);
          }
          Sql.update(connection, "UPDATE sluice.chunk SET in_trial = NULL WHERE id = ?", chunk);
          return items(
              connection,
              """
              SELECT number, address, stage, attempts, delays FROM sluice.item
              JOIN sluice.chunk USING (batch_id)
              WHERE chunk.id = ? AND item.state = 'pending' AND number = ANY (in_flight)
                AND EXISTS (SELECT FROM sluice.batch WHERE batch.id = batch_id AND batch.%s)
              ORDER BY attempts, number
              """
                  .formatted(BatchPhase.IS_AT_WORK),
              chunk);
        });
  }

  /**
   * Claims the next items that may be worked on; none if its batch is not at work any more.
   *
   * @param after number of the last that was claimed
   */
  public List<Item> claim(Fence fence, long after, int most) {
    return fenced.store(
        fence,
        connection -> {
          var claimed =
              items(
                  connection,
                  // The chunk's row by itself: joined, all of its items are read and sorted.
                  """
                  WITH chunk AS MATERIALIZED (
                    SELECT chunk.* FROM sluice.chunk JOIN sluice.batch ON batch.id = batch_id
                    WHERE chunk.id = ? AND batch.%s)
                  SELECT number, address, stage, attempts, delays FROM sluice.item
                  WHERE batch_id = (SELECT batch_id FROM chunk)
                    AND number BETWEEN (SELECT greatest(first_item, ?) FROM chunk)
                      AND (SELECT last_item FROM chunk)
                    AND state = 'pending'
                    AND number <> ALL ((SELECT in_flight FROM chunk)::bigint[])
                    AND (not_before IS NULL OR not_before <= clock_timestamp())
                  ORDER BY number LIMIT ?
                  """
                      .formatted(BatchPhase.IS_AT_WORK),
                  chunk,
                  after + 1,
                  most);
          if (claimed.isEmpty()) {
            // Of a chunk that its batch has added already the counters would be added again.
            return claimed;
          }
          var numbers = numbers(connection, claimed.stream().map(Item::number).toList());
          Sql.update(
              connection,
              """
              UPDATE sluice.chunk SET in_flight = in_flight || ?, state = 'begun', not_before = NULL
              WHERE id = ?
              """,
              numbers,
              chunk);
          return claimed;
        });
  }

  private static List<Item> items(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return Sql.list(
        connection,
        sql,
        row ->
            new Item(row.getLong(1), row.getString(2), row.getInt(3), row.getInt(4), row.getInt(5)),
        parameters);
  }

  private static Array numbers(Connection connection, Collection<Long> numbers)
      throws SQLException {
    return connection.createArrayOf("bigint", numbers.toArray(Long[]::new));
  }

  /** Counts one more attempt for an item that is about to be tried apart. */
  public int countAttempt(Fence fence, long number) {
    return fenced.store(
        fence,
        connection -> {
          Sql.update(
              connection, "UPDATE sluice.chunk SET in_trial = ? WHERE id = ?", number, chunk);
          return Sql.first(
                  connection,
                  """
                  UPDATE sluice.item SET attempts = attempts + 1
                  WHERE number = ? AND batch_id = (SELECT batch_id FROM sluice.chunk WHERE id = ?)
                  RETURNING attempts
                  """,
                  row -> row.getInt(1),
                  number,
                  chunk)
              .orElseThrow();
        });
  }

  /**
   * The item that was tried apart last is tried no more.
   *
   * @param died whether its attempt counts; one that blames nobody is taken back
   */
  public void endTrial(Fence fence, long number, boolean died) {
    fenced.store(
        fence,
        connection -> {
          if (!died) {
            takeBackAttempt(connection);
          }
          return Sql.update(
              connection,
              "UPDATE sluice.chunk SET in_trial = NULL WHERE id = ? AND in_trial = ?",
              chunk,
              number);
        });
  }

  /** Of the one that is in trial, if any is. */
  private void takeBackAttempt(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.item SET attempts = attempts - 1
        FROM sluice.chunk WHERE chunk.id = ? AND item.batch_id = chunk.batch_id
          AND item.number = chunk.in_trial AND attempts > 0
        """,
        chunk);
  }

  /** Stores results, what has become of their items, and the counters, together. */
  public List<Settled> settle(Fence fence, Results results) {
    return fenced.store(
        fence,
        connection -> {
          var settled = results.write(connection);
          if (!settled.isEmpty()) {
            update(connection, settled);
            count(connection, fence, settled);
            Runs.settled(connection, fence);
          }
          return settled;
        });
  }

  private void update(Connection connection, List<Settled> settled) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.item SET stage = settled.stage, state = settled.state,
              not_before = settled.not_before::timestamptz, reason = settled.reason,
              detail = settled.detail,
              attempts = CASE WHEN item.stage = settled.stage THEN attempts ELSE 0 END,
              delays = CASE WHEN item.stage = settled.stage THEN item.delays + settled.delays
                ELSE 0 END
            FROM unnest(?::bigint[], ?::int4[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::int4[])
              AS settled (number, stage, state, not_before, reason, detail, delays)
            WHERE item.number = settled.number
              AND item.batch_id = (SELECT batch_id FROM sluice.chunk WHERE id = ?)
              AND item.number BETWEEN ? AND ?
            """)) {
      var columns = new ArrayColumns<>(connection, statement, settled, 1);
      columns.add("bigint", Settled::number);
      columns.add("int4", Settled::stage);
      columns.add("text", one -> one.state().column());
      columns.add("text", one -> one.notBefore() == null ? null : one.notBefore().toString());
      columns.add("text", Settled::reason);
      columns.add("text", Settled::detail);
      columns.add("int4", Settled::delays);
      statement.setLong(8, chunk);
      // Bounds, since the server may believe that a new batch has few items, and read them all.
      var numbers = settled.stream().mapToLong(Settled::number).summaryStatistics();
      statement.setLong(9, numbers.getMin());
      statement.setLong(10, numbers.getMax());
      statement.executeUpdate();
    }
  }

  private void count(Connection connection, Fence fence, List<Settled> settled)
      throws SQLException {
    var out = settled.stream().filter(one -> !one.goesOn()).map(Settled::number).toList();
    int chunks =
        Sql.update(
            connection,
            """
        UPDATE sluice.chunk SET done = done + ?, duplicates = duplicates + ?, failed = failed + ?,
          dead = dead + ?, bytes = bytes + ?,
          in_flight = ARRAY (SELECT unnest(in_flight) EXCEPT SELECT unnest(?::bigint[]))
        WHERE id = ?
        """,
            number(settled, ItemState.DONE),
            number(settled, ItemState.DUPLICATE),
            number(settled, ItemState.FAILED),
            number(settled, ItemState.DEAD),
            settled.stream().mapToLong(Settled::bytes).sum(),
            numbers(connection, out),
            chunk);
    if (chunks == 0) {
      // A run that comes late may have begun anew with the number of one before.
      throw FencedException.ofRemoved(fence);
    }
  }

  private static int number(List<Settled> settled, ItemState state) {
    return (int) settled.stream().filter(one -> one.state() == state).count();
  }

  /** Gives back what was claimed and is not settled, by a run that ends in order. */
  public void giveBack(Fence fence, Collection<Long> claimed) {
    fenced.store(
        fence,
        connection -> {
          takeBackAttempt(connection);
          return Sql.update(
              connection,
              """
              UPDATE sluice.chunk SET in_trial = NULL,
                in_flight = ARRAY (SELECT unnest(in_flight) EXCEPT SELECT unnest(?::bigint[]))
              WHERE id = ?
              """,
              numbers(connection, claimed),
              chunk);
        });
  }

  /**
   * Notes that nothing is left to do now: the chunk is at an end, or waits for its first item whose
   * time comes.
   *
   * @return milliseconds until then; empty at its end
   */
  public OptionalLong close(Fence fence) {
    return fenced.store(
        fence,
        connection -> {
          // Whoever has items tried again meanwhile is waited for, and seen.
          Sql.first(
              connection,
              "SELECT id FROM sluice.chunk WHERE id = ? FOR UPDATE",
              row -> row.getLong(1),
              chunk);
          var next = closed(connection);
          if (next.isEmpty()) {
            Runs.closed(connection, fence);
          }
          return next;
        });
  }

  private OptionalLong closed(Connection connection) throws SQLException {
    return Sql.first(
            connection,
            """
            WITH pending AS (
              SELECT count(*) AS items, min(coalesce(item.not_before, clock_timestamp()))
                AS next
              FROM sluice.item JOIN sluice.chunk USING (batch_id)
              WHERE chunk.id = ? AND number BETWEEN first_item AND last_item
                AND item.state = 'pending')
            UPDATE sluice.chunk SET not_before = pending.next,
              state = CASE WHEN pending.items = 0 AND state <> 'added' THEN 'ended'
                ELSE state END
            FROM pending WHERE id = ?
            RETURNING ceil(extract(epoch FROM not_before - clock_timestamp()) * 1000)::bigint
              AS next
            """,
            row -> {
              var next = Sql.number(row, "next");
              return next == null ? OptionalLong.empty() : OptionalLong.of(next);
            },
            chunk,
            chunk)
        .orElseThrow();
  }
}
