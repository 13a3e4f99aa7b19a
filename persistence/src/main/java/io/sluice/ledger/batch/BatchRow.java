package io.sluice.ledger.batch;

import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A batch as its row has it.
 *
 * @param source in the kind's own form, a JSON object
 * @param reason why it failed; null otherwise
 * @param lastError what a run of it last stumbled over; null if nothing
 * @param allListed whether all its items are listed
 * @param listed items there are, as far as they are listed
 * @param passedOver what was listed and is no item, by reason, a JSON object of counts
 * @param missed how many places, such as directories, could not be looked at: their items are
 *     missing, however complete all others are
 * @param counts of the items of all its chunks, those at work included
 * @param inFlight whether any item is being worked on, or may be: what a process that died had
 *     claimed is claimed still, and nobody works on it
 */
public record BatchRow(
    long id,
    String name,
    String kind,
    String source,
    BatchPhase phase,
    String reason,
    String lastError,
    boolean allListed,
    long listed,
    String passedOver,
    long missed,
    ItemCounts counts,
    boolean inFlight,
    Instant createdAt,
    Instant changedAt,
    Instant endedAt) {

  /** The batch's row, with what its unfinished chunks add: never a look at items. */
  static final String SELECT =
      """
      SELECT batch.id, name, kind, source, batch.state, reason, last_error, all_listed, listed,
        passed_over, missed, in_flight,
        batch.done + at_work.done AS done, batch.duplicates + at_work.duplicates AS duplicates,
        batch.failed + at_work.failed AS failed, batch.dead + at_work.dead AS dead,
        batch.bytes + at_work.bytes AS bytes, created_at, changed_at, ended_at
      FROM sluice.batch CROSS JOIN LATERAL (
        SELECT coalesce(sum(done), 0) AS done, coalesce(sum(duplicates), 0) AS duplicates,
          coalesce(sum(failed), 0) AS failed, coalesce(sum(dead), 0) AS dead,
          coalesce(sum(bytes), 0) AS bytes,
          coalesce(bool_or(in_flight <> '{}' AND EXISTS (
            SELECT FROM sluice.run JOIN sluice.node ON node.id = run.node
            WHERE run.entity = '%s' || chunk.id AND run.running
              AND node.state NOT IN ('left', 'down'))), false) AS in_flight
        FROM sluice.chunk WHERE batch_id = batch.id AND state IN ('begun', 'ended')) AS at_work
      """
          .formatted(Chunks.RUN);

  static BatchRow of(ResultSet row) throws SQLException {
    return new BatchRow(
        row.getLong("id"),
        row.getString("name"),
        row.getString("kind"),
        row.getString("source"),
        BatchPhase.ofColumn(row.getString("state")),
        row.getString("reason"),
        row.getString("last_error"),
        row.getBoolean("all_listed"),
        row.getLong("listed"),
        row.getString("passed_over"),
        row.getLong("missed"),
        ItemCounts.of(row),
        row.getBoolean("in_flight"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "changed_at"),
        Sql.instant(row, "ended_at"));
  }
}
