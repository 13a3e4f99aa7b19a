package io.sluice.ledger.batch;

import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The rows of batches, for those who want to see them. */
public final class BatchList {
  /** Names that one page looks at, whatever else is wanted of their batches. */
  private static final int MOST_NAMES = 2_000;

  private static final String WINDOW =
      """
      FROM sluice.batch
      WHERE name COLLATE "C" >= ? AND name COLLATE "C" < ? AND name COLLATE "C" > ?
      ORDER BY name COLLATE "C" OFFSET ? LIMIT ?
      """;

  private final Database database;

  public BatchList(Database database) {
    this.database = database;
  }

  /** Which batches are wanted: in this phase, of this kind, made since then. */
  public record Which(Optional<BatchPhase> phase, Optional<String> kind, Optional<Instant> since) {
    public static final Which ALL = new Which(Optional.empty(), Optional.empty(), Optional.empty());
  }

  /**
   * The newest ones first.
   *
   * @param before only ids below this one
   */
  public List<BatchRow> page(long before, Which which, int limit) {
    var conditions = new StringBuilder(" WHERE batch.id < ?");
    var parameters = new ArrayList<Object>(List.of(before));
    addTo(conditions, parameters, new Which(which.phase(), which.kind(), Optional.empty()));
    if (which.since().isPresent()) {
      var first = firstSince(which.since().get());
      if (first.isEmpty()) {
        return List.of();
      }
      conditions.append(" AND batch.id >= ?");
      parameters.add(first.get());
    }
    parameters.add(limit);
    return list(conditions + " ORDER BY batch.id DESC LIMIT ?", parameters.toArray());
  }

  /**
   * A page by name.
   *
   * @param next behind which name the next one begins; empty behind the last
   */
  public record Named(List<BatchRow> rows, Optional<String> next) {}

  /**
   * Those whose names begin so, by these. It looks at so many names at most, and a page may have
   * fewer rows than are wanted, or none, and a next one.
   */
  public Named named(Beginning name, String after, Which which, int limit) {
    int looked = which.equals(Which.ALL) ? limit : MOST_NAMES;
    var conditions = new StringBuilder(" WHERE batch.id IN (SELECT id " + WINDOW + ")");
    var parameters = new ArrayList<Object>(List.of(name.first(), name.end(), after, 0, looked));
    addTo(conditions, parameters, which);
    parameters.add(limit);
    var rows = list(conditions + " ORDER BY name COLLATE \"C\" LIMIT ?", parameters.toArray());
    return new Named(
        rows,
        rows.size() == limit
            ? Optional.of(rows.get(limit - 1).name())
            : lastOf(name, after, looked));
  }

  /** Empty where there are fewer. */
  private Optional<String> lastOf(Beginning name, String after, int looked) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                "SELECT name " + WINDOW,
                row -> row.getString(1),
                name.first(),
                name.end(),
                after,
                looked - 1,
                1));
  }

  private static void addTo(StringBuilder conditions, List<Object> parameters, Which which) {
    which
        .phase()
        .ifPresent(wanted -> conditions.append(" AND batch.state = '" + wanted.column() + "'"));
    which
        .kind()
        .ifPresent(
            kind -> {
              conditions.append(" AND batch.kind = ?");
              parameters.add(StorableText.of(kind));
            });
    which
        .since()
        .ifPresent(
            since -> {
              conditions.append(" AND batch.created_at >= ?");
              parameters.add(Timestamp.from(since));
            });
  }

  /** Numbers are given in the order of time. */
  private Optional<Long> firstSince(Instant since) {
    return database.query(
        connection ->
            Sql.first(
                connection,
                "SELECT id FROM sluice.batch WHERE created_at >= ? ORDER BY created_at LIMIT 1",
                row -> row.getLong(1),
                Timestamp.from(since)));
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
