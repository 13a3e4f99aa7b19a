package io.sluice.ledger.category;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.LongConsumer;

/**
 * The texts of one batch: how many are classified, and which are to be, for the first time or
 * again.
 */
public final class BatchTexts {
  /** Items whose texts are looked at in one transaction. */
  private static final int SLICE = 2_000;

  private static final String TEXTS =
      """
      SELECT text_hash FROM sluice.batch_document JOIN sluice.document ON document.id = document_id
      WHERE batch_id = ? AND item BETWEEN ? AND ? AND text_hash IS NOT NULL
      """;

  /** By text, so that nobody waits for another in turn. */
  private static final String TASKS =
      """
      SELECT text_hash FROM sluice.classification_task WHERE text_hash IN (%s)
      ORDER BY text_hash FOR UPDATE
      """
          .formatted(TEXTS);

  private final Database database;

  public BatchTexts(Database database) {
    this.database = database;
  }

  /**
   * How a batch stands.
   *
   * @param documents its items with text
   * @param classified how many of these have a category, or are known to be in none
   * @param review how many of these people should look at
   * @param waiting its texts that wait to be classified, those among them that have a category
   * @param problem why one of these failed; null where none did
   */
  public record Standing(
      long documents, long classified, long review, long waiting, String problem) {}

  public Standing standing(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT documents, classified, review, waiting, problem
                    FROM (
                      SELECT count(*) AS documents, count(category) AS classified,
                        count(*) FILTER (WHERE review) AS review
                      FROM sluice.batch_document JOIN sluice.document ON document.id = document_id
                      LEFT JOIN sluice.text_category USING (text_hash)
                      WHERE batch_id = ? AND text_hash IS NOT NULL) AS items, (
                      SELECT count(*) AS waiting, max(problem) AS problem
                      FROM sluice.classification_task AS task WHERE %s) AS tasks
                    """
                        .formatted(ClassificationTasks.OF_BATCH),
                    row ->
                        new Standing(
                            row.getLong("documents"),
                            row.getLong("classified"),
                            row.getLong("review"),
                            row.getLong("waiting"),
                            row.getString("problem")),
                    batch,
                    batch)
                .orElseThrow());
  }

  /**
   * Has texts classified that never were.
   *
   * @param told is told bit by bit how many wait for it now
   */
  public void classify(long batch, LongConsumer told) {
    eachSlice(batch, told, (connection, first, last) -> add(connection, batch, first, last, null));
  }

  /**
   * Has texts classified that were not by this version. What it has found out before holds again at
   * once; nothing that an older one finds out meanwhile does.
   *
   * @param told is told bit by bit how many wait for it now
   */
  public void classifyAgain(long batch, String version, LongConsumer told) {
    eachSlice(
        batch,
        told,
        (connection, first, last) -> {
          Sql.update(
              connection,
              """
              UPDATE sluice.classification_task SET taking = NULL, due_at = clock_timestamp()
              WHERE text_hash IN (%s)
              """
                  .formatted(TASKS),
              batch,
              first,
              last);
          decide(connection, batch, first, last, version);
          return add(connection, batch, first, last, version);
        });
  }

  private static void decide(
      Connection connection, long batch, long first, long last, String version)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO sluice.text_category AS known (text_hash, version, category, review)
        SELECT text_hash, version, category, review FROM sluice.classification
        WHERE version = ? AND text_hash IN (%s)
        ORDER BY text_hash
        ON CONFLICT (text_hash) DO UPDATE
        SET version = excluded.version, category = excluded.category, review = excluded.review
        WHERE known.version <> excluded.version
        """
            .formatted(TEXTS),
        version,
        batch,
        first,
        last);
  }

  /**
   * @param version that texts are to be classified by; null for any
   */
  private static int add(Connection connection, long batch, long first, long last, String version)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO sluice.classification_task AS task (text_hash)
        SELECT DISTINCT text_hash
        FROM (%s) AS text LEFT JOIN sluice.text_category AS known USING (text_hash)
        WHERE version IS NULL OR version <> ?
        ORDER BY text_hash
        ON CONFLICT (text_hash) DO UPDATE
        SET due_at = CASE WHEN task.taking IS NULL THEN excluded.due_at ELSE task.due_at END
        """
            .formatted(TEXTS),
        batch,
        first,
        last,
        version);
  }

  private interface Slice {
    int on(Connection connection, long first, long last) throws SQLException;
  }

  private void eachSlice(long batch, LongConsumer told, Slice slice) {
    long last =
        database.query(
            connection ->
                Sql.first(
                        connection,
                        "SELECT coalesce(max(item), 0) FROM sluice.document_item WHERE batch_id = ?",
                        row -> row.getLong(1),
                        batch)
                    .orElseThrow());
    for (long first = 0; first <= last; first += SLICE) {
      long from = first;
      told.accept(database.transaction(connection -> slice.on(connection, from, from + SLICE - 1)));
    }
  }
}
