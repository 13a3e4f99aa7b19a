package io.sluice.ledger.document;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Table {@code ocr_page}: pictures of pages in which words are to be found. A node takes some on
 * for as long as its lease lasts; what it has not settled then is taken on by another.
 */
public final class OcrPages {
  /** How often one may fail. */
  private static final int MOST_ATTEMPTS = 3;

  private static final int SHORTEST_SECONDS = 5;

  private static final String MINE =
      """
      FROM unnest(?::bigint[], ?::bigint[]) AS mine (id, taking)
      WHERE one.id = mine.id AND one.taking = mine.taking
      """;

  private final Database database;

  public OcrPages(Database database) {
    this.database = database;
  }

  /**
   * A page that this node has taken on.
   *
   * @param taking by which only this taking can settle it
   * @param lost how many that had taken it on have ended without a word
   * @param image its picture
   */
  public record Taken(long id, long document, int page, long taking, int lost, byte[] image) {}

  /** Keeps pictures of pages whose document is not stored yet; out come their numbers. */
  public List<Long> keep(List<byte[]> images) {
    return database.transaction(
        connection -> {
          var numbers = new ArrayList<Long>();
          for (var image : images) {
            numbers.add(
                Sql.first(
                        connection,
                        "INSERT INTO sluice.ocr_page (image) VALUES (?) RETURNING id",
                        row -> row.getLong(1),
                        image)
                    .orElseThrow());
          }
          return numbers;
        });
  }

  /**
   * Forgets pictures whose documents were never stored.
   *
   * @param age which they have then
   * @return how many
   */
  public int sweep(Duration age) {
    return database.transaction(
        connection ->
            Sql.update(
                connection,
                """
                DELETE FROM sluice.ocr_page
                WHERE document_id IS NULL AND made_at < now() - make_interval(secs => ?)
                """,
                seconds(age)));
  }

  /**
   * Takes some on that are due.
   *
   * @param lease for how long, by the database's clock
   */
  public List<Taken> take(int most, Duration lease) {
    return database.transaction(
        connection -> {
          long taking =
              Sql.first(connection, "SELECT nextval('sluice.ocr_taking')", row -> row.getLong(1))
                  .orElseThrow();
          return Sql.list(
              connection,
              """
              UPDATE sluice.ocr_page AS one SET taking = ?,
                lost = lost + (taking IS NOT NULL)::integer,
                due_at = clock_timestamp() + make_interval(secs => ?)
              FROM (
                SELECT id FROM sluice.ocr_page
                WHERE image IS NOT NULL AND document_id IS NOT NULL
                  AND due_at <= statement_timestamp()
                ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) AS due
              WHERE one.id = due.id
              RETURNING one.id, document_id, page, lost, image
              """,
              row ->
                  new Taken(
                      row.getLong("id"),
                      row.getLong("document_id"),
                      row.getInt("page"),
                      taking,
                      row.getInt("lost"),
                      row.getBytes("image")),
              taking,
              seconds(lease),
              most);
        });
  }

  /** They are still being read. */
  public void renew(List<Taken> pages, Duration lease) {
    change(
        pages, "due_at = clock_timestamp() + make_interval(secs => %s)".formatted(seconds(lease)));
  }

  /** They wait for whoever comes, as if they had not been taken on. */
  public void release(List<Taken> pages) {
    change(pages, "taking = NULL, due_at = clock_timestamp()");
  }

  private void change(List<Taken> pages, String change) {
    if (pages.isEmpty()) {
      return;
    }
    database.transaction(
        connection ->
            Sql.update(
                connection,
                "UPDATE sluice.ocr_page AS one SET %s %s".formatted(change, MINE),
                connection.createArrayOf(
                    "bigint", pages.stream().map(Taken::id).toArray(Long[]::new)),
                connection.createArrayOf(
                    "bigint", pages.stream().map(Taken::taking).toArray(Long[]::new))));
  }

  /**
   * Stores what was read of a page, and what its document is now, if it was the last of that.
   *
   * @return whether that counts: it is still of this taking
   */
  public boolean settle(Taken page, String text, boolean withText, OcrDocuments.Then then) {
    var storable = StorableText.of(text);
    return withDocument(
        page,
        connection -> {
          boolean mine =
              Sql.update(
                      connection,
                      """
                      UPDATE sluice.ocr_page SET image = NULL, taking = NULL, text = ?
                      WHERE id = ? AND taking = ?
                      """,
                      storable,
                      page.id(),
                      page.taking())
                  > 0;
          if (mine) {
            OcrDocuments.write(connection, page, storable, withText);
            OcrDocuments.finish(connection, page.document(), then);
          }
          return mine;
        });
  }

  /**
   * One that could not be read is tried again later, and given up after the third time.
   *
   * @return whether it was given up
   */
  public boolean fail(Taken page, String problem, OcrDocuments.Then then) {
    return withDocument(
        page,
        connection -> {
          var attempts =
              Sql.first(
                  connection,
                  """
                  UPDATE sluice.ocr_page SET taking = NULL, attempts = attempts + 1, problem = ?,
                    due_at = clock_timestamp()
                      + make_interval(secs => ? * power(2, least(attempts, 10)))
                  WHERE id = ? AND taking = ? RETURNING attempts
                  """,
                  row -> row.getInt(1),
                  StorableText.of(problem),
                  SHORTEST_SECONDS,
                  page.id(),
                  page.taking());
          boolean over = attempts.isPresent() && attempts.get() >= MOST_ATTEMPTS;
          if (over) {
            forget(connection, page, problem, then);
          }
          return over;
        });
  }

  /** One that nobody is to try again. */
  public boolean giveUp(Taken page, String problem, OcrDocuments.Then then) {
    return withDocument(
        page,
        connection -> {
          boolean mine =
              Sql.first(
                      connection,
                      "SELECT id FROM sluice.ocr_page WHERE id = ? AND taking = ? FOR UPDATE",
                      row -> row.getLong(1),
                      page.id(),
                      page.taking())
                  .isPresent();
          if (mine) {
            forget(connection, page, problem, then);
          }
          return mine;
        });
  }

  private static void forget(
      Connection connection, Taken page, String problem, OcrDocuments.Then then)
      throws SQLException {
    Sql.update(connection, "DELETE FROM sluice.ocr_page WHERE id = ?", page.id());
    OcrDocuments.refuse(connection, page, StorableText.of(problem));
    OcrDocuments.finish(connection, page.document(), then);
  }

  private interface Change {
    boolean in(Connection connection) throws SQLException;
  }

  /** The document is held first, by all who change it. */
  private boolean withDocument(Taken page, Change change) {
    return database.transaction(
        connection ->
            Sql.first(
                        connection,
                        "SELECT id FROM sluice.document WHERE id = ? FOR UPDATE",
                        row -> row.getLong(1),
                        page.document())
                    .isPresent()
                && change.in(connection));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  /** How many pages of a batch wait to be read, or are being read. */
  public long waiting(long batch) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    """
                    SELECT count(*) FROM sluice.ocr_page AS one
                    WHERE image IS NOT NULL AND EXISTS (
                      SELECT FROM sluice.batch_document
                      WHERE batch_document.document_id = one.document_id AND batch_id = ?)
                    """,
                    row -> row.getLong(1),
                    batch)
                .orElseThrow());
  }
}
