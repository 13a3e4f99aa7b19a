package io.sluice.ledger.message;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Table {@code message_task}: rows of lists whose message is to be written. A node takes some on
 * for as long as its lease lasts; what it has not settled then is taken on by another.
 */
public final class MessageTasks {
  private static final int SHORTEST_SECONDS = 2;
  private static final int LONGEST_SECONDS = 60;
  private static final int DOUBLINGS = 10;

  private static final String MINE =
      """
      FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) AS mine (batch_id, list_row, taking)
      WHERE task.batch_id = mine.batch_id AND task.list_row = mine.list_row
        AND task.taking = mine.taking
      """;

  /**
   * Batches are found by stepping over the index, so that one that is paused costs one look,
   * however many of its tasks wait. Each of those that have some due gives its share, and who
   * begins is drawn, so that none waits until another is done.
   */
  private static final String TAKE =
      """
      WITH RECURSIVE holder (id) AS (
        SELECT min(batch_id) FROM sluice.message_task WHERE asks = ?
        UNION ALL
        SELECT (SELECT min(batch_id) FROM sluice.message_task WHERE asks = ? AND batch_id > id)
        FROM holder WHERE id IS NOT NULL),
      open AS MATERIALIZED (
        SELECT id FROM holder JOIN sluice.batch USING (id)
        WHERE state NOT IN ('paused', 'cancelled', 'removing') AND EXISTS (
          SELECT FROM sluice.message_task
          WHERE asks = ? AND batch_id = id AND due_at <= statement_timestamp())
        ORDER BY random()),
      taken AS (
        UPDATE sluice.message_task AS task SET taking = ?,
          lost = lost + (taking IS NOT NULL)::integer, attempts = attempts + 1,
          due_at = clock_timestamp() + make_interval(secs => ?)
        FROM (
          SELECT due.batch_id, due.list_row FROM open CROSS JOIN LATERAL (
            SELECT batch_id, list_row FROM sluice.message_task
            WHERE asks = ? AND batch_id = open.id AND due_at <= statement_timestamp()
            ORDER BY due_at LIMIT (SELECT ceil(?::numeric / greatest(1, count(*)))::bigint FROM open)
            FOR UPDATE SKIP LOCKED) AS due
          LIMIT ?) AS due
        WHERE task.batch_id = due.batch_id AND task.list_row = due.list_row
        RETURNING task.batch_id, task.list_row, lost, version)
      SELECT batch_id, list_row, lost, version, coalesce(address, website_url) AS url,
        domain, scraping_reason, facts, company_name, contact_form_url, industry,
        ARRAY (SELECT coalesce(cell, '') FROM jsonb_array_elements_text(cells)
          WITH ORDINALITY AS one (cell, at) ORDER BY at) AS own
      FROM taken JOIN sluice.websites USING (batch_id, list_row)
      """;

  private final Database database;

  public MessageTasks(Database database) {
    this.database = database;
  }

  /**
   * A row that this node has taken on.
   *
   * @param taking by which only this taking can settle it
   * @param lost how many that had taken it on have ended without a word
   * @param version of the batch's terms
   * @param site what is known of it
   */
  public record Taken(long batch, long row, long taking, int lost, int version, Site site) {}

  /**
   * A row of a list with what was found.
   *
   * @param scrapingReason why not all was found; null where all was
   * @param cells as the user has them
   * @param facts as JSON; null where none were found
   * @param company of the user, or found; null for none
   * @param contact a page to write to, of the user or found; null for none
   * @param industry of the user; null for none
   */
  public record Site(
      String url,
      String domain,
      String scrapingReason,
      List<String> cells,
      String facts,
      String company,
      String contact,
      String industry) {
    private static Site of(ResultSet row) throws SQLException {
      return new Site(
          row.getString("url"),
          row.getString("domain"),
          row.getString("scraping_reason"),
          List.of((String[]) row.getArray("own").getArray()),
          row.getString("facts"),
          row.getString("company_name"),
          row.getString("contact_form_url"),
          row.getString("industry"));
    }
  }

  /**
   * Messages of these rows are to be written by the newest terms of their batch, where it has any:
   * those whose {@code message_status} is PENDING. In the transaction that has made them so.
   */
  public static int add(Connection connection, long batch, Collection<Long> rows)
      throws SQLException {
    return Sql.update(
        connection,
        """
        INSERT INTO sluice.message_task AS task (batch_id, list_row, version, asks, due_at)
        SELECT site.batch_id, list_row, terms.version, terms.asks,
          CASE WHEN paused IS NULL OR NOT terms.asks THEN now() ELSE 'infinity' END
        FROM sluice.websites AS site JOIN (
          SELECT batch_id, version, asks FROM sluice.message_terms WHERE batch_id = ?
          ORDER BY version DESC LIMIT 1) AS terms USING (batch_id)
        JOIN sluice.message_budget USING (batch_id)
        WHERE list_row = ANY (?) AND message_status = 'PENDING'
        ORDER BY list_row
        ON CONFLICT (batch_id, list_row) DO UPDATE
        SET version = excluded.version, asks = excluded.asks, due_at = excluded.due_at,
          taking = NULL, attempts = 0, problem = NULL
        """,
        batch,
        connection.createArrayOf("bigint", rows.toArray(Long[]::new)));
  }

  /**
   * Takes some on that are due.
   *
   * @param asks whether those that a model writes, or the others
   * @param lease for how long, by the database's clock
   */
  public List<Taken> take(boolean asks, int most, Duration lease) {
    return database.transaction(
        connection -> {
          long taking =
              Sql.first(
                      connection, "SELECT nextval('sluice.message_taking')", row -> row.getLong(1))
                  .orElseThrow();
          return Sql.list(
              connection,
              TAKE,
              row ->
                  new Taken(
                      row.getLong("batch_id"),
                      row.getLong("list_row"),
                      taking,
                      row.getInt("lost"),
                      row.getInt("version"),
                      Site.of(row)),
              asks,
              asks,
              asks,
              taking,
              seconds(lease),
              asks,
              most,
              most);
        });
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
        taking = NULL, problem = ?, due_at = clock_timestamp() + make_interval(
          secs => least(%d, %d * power(2, least(attempts, %d) - 1)))
        """
            .formatted(LONGEST_SECONDS, SHORTEST_SECONDS, DOUBLINGS),
        StorableText.of(problem));
  }

  /** They are tried again after a moment, and have not failed. */
  public void wait(List<Taken> tasks, Duration moment) {
    change(
        tasks,
        "taking = NULL, attempts = attempts - 1, due_at = clock_timestamp() + make_interval(secs => %s)"
            .formatted(seconds(moment)));
  }

  void change(List<Taken> tasks, String change, Object... values) {
    if (tasks.isEmpty()) {
      return;
    }
    database.transaction(
        connection -> {
          lock(connection, tasks);
          try (var statement =
              connection.prepareStatement(
                  "UPDATE sluice.message_task AS task SET %s %s".formatted(change, MINE))) {
            int next = 1;
            for (var value : values) {
              statement.setObject(next++, value);
            }
            mine(connection, statement, tasks, next);
            return statement.executeUpdate();
          }
        });
  }

  /** Those that are still of their takings, in order, so that nobody waits for another in turn. */
  static List<long[]> lock(Connection connection, Collection<Taken> tasks) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT task.batch_id, task.list_row %s ORDER BY 1, 2 FOR UPDATE OF task"
                .formatted(MINE.replace("FROM ", "FROM sluice.message_task AS task, ")))) {
      mine(connection, statement, tasks, 1);
      var held = new ArrayList<long[]>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          held.add(new long[] {rows.getLong(1), rows.getLong(2)});
        }
      }
      return held;
    }
  }

  static void mine(
      Connection connection, PreparedStatement statement, Collection<Taken> tasks, int first)
      throws SQLException {
    var columns = new ArrayColumns<>(connection, statement, tasks, first);
    columns.add("bigint", Taken::batch);
    columns.add("bigint", Taken::row);
    columns.add("bigint", Taken::taking);
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** Counts once more that a task's answer did not come, of which it is given up in the end. */
  public void lost(Taken task) {
    change(List.of(task), "lost = lost + 1");
  }
}
