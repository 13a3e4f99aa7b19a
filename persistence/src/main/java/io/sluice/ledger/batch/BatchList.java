package io.sluice.ledger.batch;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rows of batches, for those who want to see them. */
public final class BatchList {
  private final Database database;

  public BatchList(Database database) {
    this.database = database;
  }

  /**
   * The newest ones first.
   *
   * @param before only ids below this one
   */
  public List<BatchRow> page(long before, Optional<BatchPhase> phase, int limit) {
    var only = phase.map(wanted -> " AND batch.state = '" + wanted.column() + "'").orElse("");
    return list(" WHERE batch.id < ?" + only + " ORDER BY batch.id DESC LIMIT ?", before, limit);
  }

  /**
   * Those whose row changed at this time or after it; those at work, whose chunks change without
   * it; and some others.
   *
   * @param others ids
   */
  public List<BatchRow> changing(Instant since, Collection<Long> others) {
    return list(
        " WHERE changed_at >= ? OR batch.%s OR batch.id = ANY (?) ORDER BY batch.id"
            .formatted(BatchPhase.IS_AT_WORK),
        Timestamp.from(since),
        others.toArray(Long[]::new));
  }

  /** The one that was asked for under a key of the caller. */
  public Optional<BatchRow> byRequestKey(String key) {
    return list(" WHERE request_key = ?", StorableText.of(key)).stream().findFirst();
  }

  /** Those that are made of what was sent as this upload. */
  public List<BatchRow> ofUpload(String name) {
    return list(
        " WHERE strpos(source::text, '/uploads/') > 0 AND strpos(source::text, ?) > 0"
            + " ORDER BY batch.id",
        "/uploads/" + name + "/");
  }

  private List<BatchRow> list(String which, Object... parameters) {
    return database.query(
        connection -> Sql.list(connection, BatchRow.SELECT + which, BatchRow::of, parameters));
  }
}
