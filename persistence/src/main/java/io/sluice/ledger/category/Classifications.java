package io.sluice.ledger.category;

import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Tables {@code classification}, what was ever found out of a text, and {@code text_category},
 * which of it holds now.
 */
public final class Classifications {
  private static final HexFormat HEX = HexFormat.of();

  private final Database database;

  public Classifications(Database database) {
    this.database = database;
  }

  /**
   * What has become of a text that was taken on.
   *
   * @param version of what has decided
   * @param verdict null where the same was found out before
   */
  public record Result(Taken task, String version, Verdict verdict) {}

  /** Of these the ones that were classified by this version, in hexadecimal. */
  public Set<String> known(Collection<Taken> tasks, String version) {
    return database.query(
        connection ->
            new HashSet<>(
                Sql.list(
                    connection,
                    """
                    SELECT text_hash FROM sluice.classification
                    WHERE version = ? AND text_hash = ANY (?)
                    """,
                    row -> HEX.formatHex(row.getBytes(1)),
                    version,
                    hashes(connection, tasks.stream().map(Taken::textHash).toList()))));
  }

  /**
   * Stores results; those of takings that are over are kept for later, and decide nothing.
   *
   * @return how many were still of their takings
   */
  public int settle(List<Result> results) {
    return database.transaction(
        connection -> {
          var mine =
              ClassificationTasks.lock(connection, results.stream().map(Result::task).toList());
          insert(connection, results.stream().filter(one -> one.verdict() != null).toList());
          decide(connection, results, mine);
          Sql.update(
              connection,
              "DELETE FROM sluice.classification_task WHERE text_hash = ANY (?)",
              hashes(connection, mine));
          return mine.size();
        });
  }

  private static void insert(Connection connection, List<Result> results) throws SQLException {
    if (results.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.classification (text_hash, version, category, review, reason,
              candidates, margin, classifier)
            SELECT text_hash, version, category, review, reason, candidates::jsonb, margin,
              classifier
            FROM unnest(?::bytea[], ?::text[], ?::text[], ?::boolean[], ?::text[], ?::text[],
              ?::float8[], ?::text[])
              AS one (text_hash, version, category, review, reason, candidates, margin, classifier)
            WHERE EXISTS (
              SELECT FROM sluice.document WHERE document.text_hash = one.text_hash)
            ORDER BY text_hash, version
            ON CONFLICT DO NOTHING
            """)) {
      var columns = new ArrayColumns<>(connection, statement, results, 1);
      columns.add("bytea", one -> one.task().textHash());
      columns.add("text", Result::version);
      columns.add("text", one -> StorableText.of(one.verdict().category()));
      columns.add("boolean", one -> one.verdict().review());
      columns.add("text", one -> StorableText.of(one.verdict().reason()));
      columns.add("text", one -> json(one.verdict().candidates()));
      columns.add("float8", one -> one.verdict().margin());
      columns.add("text", one -> StorableText.of(one.verdict().classifier()));
      statement.executeUpdate();
    }
  }

  private static void decide(Connection connection, List<Result> results, List<byte[]> mine)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.text_category (text_hash, version, category, review)
            SELECT text_hash, version, category, review
            FROM unnest(?::bytea[], ?::text[]) AS one (text_hash, version)
            JOIN sluice.classification USING (text_hash, version)
            WHERE text_hash = ANY (?)
            ORDER BY text_hash
            ON CONFLICT (text_hash) DO UPDATE
            SET version = excluded.version, category = excluded.category, review = excluded.review
            """)) {
      var columns = new ArrayColumns<>(connection, statement, results, 1);
      columns.add("bytea", one -> one.task().textHash());
      columns.add("text", Result::version);
      statement.setArray(3, hashes(connection, mine));
      statement.executeUpdate();
    }
  }

  /**
   * Forgets what is known of texts that no document has any more; those among these that are null
   * are none.
   */
  public static void forget(Connection connection, List<byte[]> texts) throws SQLException {
    var gone = hashes(connection, texts.stream().filter(Objects::nonNull).toList());
    // Locked before documents are looked at, so that one that comes with such a text waits.
    Sql.list(
        connection,
        """
        SELECT text_hash FROM sluice.classification_task WHERE text_hash = ANY (?)
        ORDER BY text_hash FOR UPDATE
        """,
        row -> row.getBytes(1),
        gone);
    for (var table : List.of("classification_task", "text_category", "classification")) {
      Sql.update(
          connection,
          """
          DELETE FROM sluice.%s AS known WHERE text_hash = ANY (?) AND NOT EXISTS (
            SELECT FROM sluice.document WHERE document.text_hash = known.text_hash)
          """
              .formatted(table),
          gone);
    }
  }

  /** Names and numbers need no more than this. */
  private static String json(List<Verdict.Candidate> candidates) {
    var json = new StringBuilder("[");
    for (var candidate : candidates) {
      json.append(json.length() > 1 ? "," : "")
          .append("{\"category\":\"")
          .append(StorableText.of(candidate.category()).replace("\\", "\\\\").replace("\"", "\\\""))
          .append("\",\"score\":")
          .append(Math.round(candidate.score() * 10_000) / 10_000.0)
          .append('}');
    }
    return json.append(']').toString();
  }

  private static java.sql.Array hashes(Connection connection, List<byte[]> hashes)
      throws SQLException {
    return connection.createArrayOf("bytea", hashes.toArray(byte[][]::new));
  }
}
