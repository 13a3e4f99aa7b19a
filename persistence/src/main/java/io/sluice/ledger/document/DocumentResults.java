package io.sluice.ledger.document;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredJson;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

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
  private static final String TEXT = "full_text";

  private static final String TEXT_COLUMN =
      """
      ,
        (SELECT string_agg(text, E'\\n' ORDER BY page, block) FROM sluice.document_page
          WHERE document_page.document_id = document.id) AS full_text""";

  private final Database database;
  private final List<String> columns;

  public DocumentResults(Database database) {
    this(database, COLUMNS);
  }

  private DocumentResults(Database database, List<String> columns) {
    this.database = database;
    this.columns = columns;
  }

  @Override
  public KindResults withText() {
    var all = new ArrayList<>(COLUMNS);
    all.add(TEXT);
    return new DocumentResults(database, List.copyOf(all));
  }

  @Override
  public List<String> columns() {
    return columns;
  }

  @Override
  public List<List<Object>> rows(long batch, long first, long last, Collection<ItemState> states) {
    var wanted = states.stream().map(ItemState::column).toArray(String[]::new);
    return database.query(
        connection ->
            Sql.list(
                connection,
                """
                SELECT number, item.state, item.reason, detail, address, name AS filename, size,
                  mime_type, encode(hash, 'hex') AS hash, document.state AS text_state,
                  document.reason AS text_reason, language, title, pages, pages_without_text,
                  characters, parts_found, parts_read, parts_failed, parts_left,
                  known.category, known.review, classification.reason AS category_reason,
                  candidates, margin, classifier, (
                    SELECT encode(first.hash, 'hex') FROM sluice.document AS first
                    WHERE first.text_hash = document.text_hash AND first.id < document.id
                    ORDER BY first.id LIMIT 1) AS near_duplicate_of%s
                FROM sluice.item
                LEFT JOIN sluice.document_item AS own
                  ON own.batch_id = item.batch_id AND own.item = number
                LEFT JOIN sluice.document ON document.id = document_id
                LEFT JOIN sluice.text_category AS known USING (text_hash)
                LEFT JOIN sluice.classification USING (text_hash, version)
                WHERE item.batch_id = ? AND number BETWEEN ? AND ? AND item.state = ANY (?)
                ORDER BY number
                """
                    .formatted(columns.contains(TEXT) ? TEXT_COLUMN : ""),
                this::row,
                batch,
                first,
                last,
                connection.createArrayOf("text", wanted)));
  }

  private List<Object> row(ResultSet row) throws SQLException {
    var values = new ArrayList<Object>();
    for (var column : columns) {
      values.add(
          column.equals(CANDIDATES) ? StoredJson.of(row.getString(column)) : row.getObject(column));
    }
    return values;
  }
}
