package io.sluice.ledger.category;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * Table {@code classification_task}: texts whose category is to be found out. A node takes some on
 * for as long as its lease lasts; what it has not settled then is taken on by another.
 */
public final class ClassificationTasks {
  /** The first delay of one that failed; each further one is twice as long, up to the longest. */
  private static final int SHORTEST_SECONDS = 5;

  private static final int LONGEST_SECONDS = 600;

  /** How many doublings are more than the longest. */
  private static final int DOUBLINGS = 10;

  /**
   * Those of the batch of the parameter, of which there is nothing to look for most of the time,
   * whatever the planner thinks.
   */
  static final String OF_BATCH =
      """
      (SELECT EXISTS (SELECT FROM sluice.classification_task)) AND EXISTS (
        SELECT FROM sluice.document JOIN sluice.batch_document ON document_id = document.id
        WHERE document.text_hash = task.text_hash AND batch_id = ?)
      """;

  private static final String MINE =
      """
      FROM unnest(?::bytea[], ?::bigint[]) AS mine (text_hash, taking)
      WHERE task.text_hash = mine.text_hash AND task.taking = mine.taking
      """;

  private final Database database;

  public ClassificationTasks(Database database) {
    this.database = database;
  }

  /**
   * A text that this node has taken on.
   *
   * @param taking by which only this taking can settle it
   * @param lost how many that had taken it on have ended without a word
   * @param sample its beginning and end; null where no document has this text any more
   */
  public record Taken(byte[] textHash, long taking, int lost, String sample) {}

  /** How many wait, and how many of these have failed before. */
  public record Waiting(long all, long failed) {}

  /**
   * The texts of these items are to be classified, if there are categories. One that waits already
   * is locked, so that nobody who does not see these items yet takes it for done.
   */
  public static void add(Connection connection, long batch, Collection<Long> items)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO sluice.classification_task AS task (text_hash)
        SELECT DISTINCT text_hash
        FROM sluice.batch_document JOIN sluice.document ON document.id = document_id
        WHERE batch_id = ? AND item = ANY (?) AND text_hash IS NOT NULL
          AND EXISTS (SELECT FROM sluice.category)
        ORDER BY text_hash
        ON CONFLICT (text_hash) DO UPDATE SET attempts = task.attempts
        """,
        batch,
        connection.createArrayOf("bigint", items.toArray(Long[]::new)));
  }

  /** A text is to be classified, if there are categories. */
  public static void add(Connection connection, byte[] textHash) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO sluice.classification_task AS task (text_hash)
        SELECT ? WHERE EXISTS (SELECT FROM sluice.category)
        ON CONFLICT (text_hash) DO UPDATE SET attempts = task.attempts
        """,
        textHash);
  }

  /**
   * Takes some on that are due, but for those whose last taking ended without a word.
   *
   * @param lease for how long, by the database's clock
   */
  public List<Taken> take(int most, Duration lease) {
    return take("taking IS NULL AND lost = 0", most, lease);
  }

  /** One of those whose last taking ended without a word: it may have ended its process. */
  public List<Taken> takeLost(Duration lease) {
    return take("(taking IS NOT NULL OR lost > 0)", 1, lease);
  }

  private List<Taken> take(String which, int most, Duration lease) {
    return database.transaction(
        connection -> {
          long taking =
              Sql.first(
                      connection,
                      "SELECT nextval('sluice.classification_taking')",
                      row -> row.getLong(1))
                  .orElseThrow();
          return Sql.list(
              connection,
              """
                  UPDATE sluice.classification_task AS task SET taking = ?,
                    attempts = attempts + 1, lost = lost + (taking IS NOT NULL)::integer,
                    due_at = clock_timestamp() + make_interval(secs => ?)
                  FROM (
                    SELECT text_hash FROM sluice.classification_task
                    WHERE due_at <= statement_timestamp() AND %s
                    ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) AS due
                  WHERE task.text_hash = due.text_hash
                  RETURNING task.text_hash, lost, (
                    SELECT sample FROM sluice.document WHERE document.text_hash = task.text_hash
                    ORDER BY id LIMIT 1) AS sample
                  """
                  .formatted(which),
              row ->
                  new Taken(
                      row.getBytes("text_hash"),
                      taking,
                      row.getInt("lost"),
                      row.getString("sample")),
              taking,
              seconds(lease),
              most);
        });
  }

  /** Whether any is due. */
  public boolean areDue() {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT FROM sluice.classification_task
                    WHERE due_at <= statement_timestamp() LIMIT 1
                    """,
                    row -> true)
                .isPresent());
  }

  /** They are still being worked on. */
  public void renew(List<Taken> tasks, Duration lease) {
    change(
        tasks, "due_at = clock_timestamp() + make_interval(secs => %s)".formatted(seconds(lease)));
  }

  /** They wait for whoever comes, as if they had not been taken on. */
  public void release(List<Taken> tasks) {
    change(tasks, "taking = NULL, attempts = attempts - 1, due_at = clock_timestamp()");
  }

  /** They are tried again later, and later each time. */
  public void putOff(List<Taken> tasks, String problem) {
    change(
        tasks,
        """
        taking = NULL, lost = 0, problem = ?, due_at = clock_timestamp() + make_interval(
          secs => least(%d, %d * power(2, least(attempts, %d) - 1)))
        """
            .formatted(LONGEST_SECONDS, SHORTEST_SECONDS, DOUBLINGS),
        StorableText.of(problem));
  }

  /**
   * Forgets those that nobody needs: no document has their text any more, or there are no
   * categories. The others wait for whoever comes.
   */
  public void forgetNeedless(List<Taken> tasks) {
    database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                DELETE FROM sluice.classification_task AS task
                WHERE text_hash = ANY (?) AND NOT EXISTS (
                  SELECT FROM sluice.document, sluice.category
                  WHERE document.text_hash = task.text_hash)
                """,
                connection.createArrayOf("bytea", lock(connection, tasks).toArray(byte[][]::new))));
    release(tasks);
  }

  private void change(List<Taken> tasks, String change, Object... values) {
    if (tasks.isEmpty()) {
      return;
    }
    database.transaction(
        connection -> {
          lock(connection, tasks);
          var parameters = new Object[values.length + 2];
          System.arraycopy(values, 0, parameters, 0, values.length);
          parameters[values.length] = hashes(connection, tasks);
          parameters[values.length + 1] = takings(connection, tasks);
          return Sql.update(
              connection,
              "UPDATE sluice.classification_task AS task SET %s %s".formatted(change, MINE),
              parameters);
        });
  }

  /** Those that are still of their takings, by text, so that nobody waits for another in turn. */
  static List<byte[]> lock(Connection connection, List<Taken> tasks) throws SQLException {
    return Sql.list(
        connection,
        "SELECT task.text_hash %s ORDER BY task.text_hash FOR UPDATE OF task"
            .formatted(MINE.replace("FROM ", "FROM sluice.classification_task AS task, ")),
        row -> row.getBytes(1),
        hashes(connection, tasks),
        takings(connection, tasks));
  }

  private static java.sql.Array hashes(Connection connection, List<Taken> tasks)
      throws SQLException {
    return connection.createArrayOf(
        "bytea", tasks.stream().map(Taken::textHash).toArray(byte[][]::new));
  }

  private static java.sql.Array takings(Connection connection, List<Taken> tasks)
      throws SQLException {
    return connection.createArrayOf(
        "bigint", tasks.stream().map(Taken::taking).toArray(Long[]::new));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** How many texts of a batch wait to be classified, or are being classified. */
  public long waiting(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT count(*) FROM sluice.classification_task AS task WHERE " + OF_BATCH,
                    row -> row.getLong(1),
                    batch)
                .orElseThrow());
  }

  /** Of all batches. */
  public Waiting waiting() {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT count(*), count(problem) FROM sluice.classification_task",
                    row -> new Waiting(row.getLong(1), row.getLong(2)))
                .orElseThrow());
  }
}
