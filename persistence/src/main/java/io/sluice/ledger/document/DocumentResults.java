package io.sluice.ledger.document;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredItem;
import io.sluice.ledger.batch.StoredJson;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What has become of each document of a batch. */
public final class DocumentResults implements KindResults {
  private static final String CANDIDATES = "candidates";

  private static final List<String> COLUMNS =
      List.of(
          "number",
          "state",
          "reason",
          "detail",
          "address",
          "filename",
          "size",
          "mime_type",
          "hash",
          "text_state",
          "text_reason",
          "language",
          "title",
          "pages",
          "pages_without_text",
          "characters",
          "parts_found",
          "parts_read",
          "parts_failed",
          "parts_left",
          "category",
          "review",
          "category_reason",
          CANDIDATES,
          "margin",
          "classifier",
          "near_duplicate_of");

  /** Of a part, behind the name of what it is within. */
  private static final List<String> OF_PARTS = List.of("part", "part_path");

  private static final String PARTS =
      """
        UNION ALL
        SELECT own.number, part.number, path, part.state, part.reason, part.detail, address,
          filename, part_id
        FROM own JOIN sluice.document_part AS part USING (document_id)
      """;

  private static final String TEXT = "full_text";

  /** That of a document that comes again within an item is told once. */
  private static final String TEXT_COLUMN =
      """
      ,
        CASE WHEN row_number() OVER (PARTITION BY number, document_id ORDER BY part NULLS FIRST) = 1
          THEN (SELECT string_agg(text, E'\\n' ORDER BY page, block) FROM sluice.document_page
            WHERE document_page.document_id = document.id) END AS full_text""";

  /** Lines and characters that are held at once, unless a single item has more. */
  private static final int MOST_LINES = 20_000;

  private static final int MOST_CHARACTERS = 20_000_000;

  private final Database database;
  private final boolean withParts;
  private final boolean withText;

  public DocumentResults(Database database) {
    this(database, false, false);
  }

  private DocumentResults(Database database, boolean withParts, boolean withText) {
    this.database = database;
    this.withParts = withParts;
    this.withText = withText;
  }

  @Override
  public KindResults withParts() {
    return new DocumentResults(database, true, withText);
  }

  @Override
  public KindResults withText() {
    return new DocumentResults(database, withParts, true);
  }

  @Override
  public List<String> columns() {
    var columns = new ArrayList<>(COLUMNS);
    if (withParts) {
      columns.addAll(columns.indexOf("filename") + 1, OF_PARTS);
    }
    if (withText) {
      columns.add(TEXT);
    }
    return columns;
  }

  @Override
  public long lastAtOnce(long batch, long first, long last) {
    if (!withParts && !withText) {
      return last;
    }
    var tooMany =
        database.query(
            connection ->
                Sql.first(
                    connection,
                    """
                    SELECT item FROM (
                      SELECT item,
                        sum(1 + CASE WHEN ? THEN parts_found ELSE 0 END) OVER up AS lines,
                        sum(CASE WHEN ? THEN characters + parts_found * 1000 ELSE 0 END) OVER up
                          AS text
                      FROM sluice.document_item JOIN sluice.document ON document.id = document_id
                      WHERE batch_id = ? AND item BETWEEN ? AND ?
                      WINDOW up AS (ORDER BY item)) AS summed
                    WHERE lines > ? OR text > ? ORDER BY item LIMIT 1
                    """,
                    row -> row.getLong(1),
                    withParts,
                    withText,
                    batch,
                    first,
                    last,
                    MOST_LINES,
                    MOST_CHARACTERS));
    return tooMany.map(item -> Math.max(first, item - 1)).orElse(last);
  }

  @Override
  public List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states) {
    var wanted = states.stream().map(ItemState::column).toArray(String[]::new);
    var columns = columns();
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                WITH own AS (
                    SELECT number, item.state, item.reason, detail, address, name AS filename,
                      document_id
                    FROM sluice.item
                    LEFT JOIN sluice.document_item AS one
                      ON one.batch_id = item.batch_id AND one.item = number
                    WHERE item.batch_id = ? AND number BETWEEN ? AND ? AND item.state = ANY (?)),
                  line AS (
                    SELECT number, NULL::integer AS part, NULL AS part_path, state, reason, detail,
                      address, filename, document_id
                    FROM own %s)
                SELECT number, line.state, line.reason, detail, address, filename, part, part_path,
                  size, mime_type, encode(hash, 'hex') AS hash, document.state AS text_state,
                  document.reason AS text_reason, language, title, pages, pages_without_text,
                  characters, parts_found, parts_read, parts_failed, parts_left,
                  known.category, known.review, classification.reason AS category_reason,
                  candidates, margin, classifier, (
                    SELECT encode(first.hash, 'hex') FROM sluice.document AS first
                    WHERE first.text_hash = document.text_hash AND first.id < document.id
                    ORDER BY first.id LIMIT 1) AS near_duplicate_of%s
                FROM line
                LEFT JOIN sluice.document ON document.id = document_id
                LEFT JOIN sluice.text_category AS known USING (text_hash)
                LEFT JOIN sluice.classification USING (text_hash, version)
                ORDER BY number, part NULLS FIRST
                """
                    .formatted(withParts ? PARTS : "", withText ? TEXT_COLUMN : ""),
                row -> row(row, columns),
                batch,
                first,
                last,
                connection.createArrayOf("text", wanted)));
  }

  private static List<Object> row(ResultSet row, List<String> columns) throws SQLException {
    var values = new ArrayList<Object>();
    for (var column : columns) {
      values.add(
          column.equals(CANDIDATES) ? StoredJson.of(row.getString(column)) : row.getObject(column));
    }
    return values;
  }

  @Override
  public Map<Long, StoredItem> stored(long batch, Collection<Long> numbers) {
    var stored = new HashMap<Long, StoredItem>();
    database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT item, name, size, mime_type, title, language, pages,
                  left(sample, ?) AS text, category, review
                FROM sluice.document_item
                JOIN sluice.document ON document.id = document_id
                LEFT JOIN sluice.text_category USING (text_hash)
                WHERE batch_id = ? AND item = ANY (?)
                """,
                row -> stored.put(row.getLong("item"), stored(row)),
                StoredItem.MOST_TEXT,
                batch,
                connection.createArrayOf("bigint", numbers.toArray())));
    return stored;
  }

  private static StoredItem stored(ResultSet row) throws SQLException {
    return new StoredItem(
        row.getString("name"),
        Sql.number(row, "size"),
        row.getString("mime_type"),
        null,
        row.getString("title"),
        row.getString("language"),
        Sql.number(row, "pages"),
        row.getString("text"),
        row.getString("category"),
        row.getObject("review", Boolean.class),
        null,
        null);
  }
}
