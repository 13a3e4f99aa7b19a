package io.sluice.ledger.document;

import io.sluice.ledger.batch.StoredItem;
import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Documents of all batches, page by page, for those who want to see them. */
public final class DocumentPages {
  private static final String COLUMNS =
      """
      SELECT document.id, encode(document.text_hash, 'hex') AS text_hash, size, mime_type, document.state,
        document.reason, title, language, pages, characters, left(sample, ?) AS text,
        category, review, own.name, own.batch_id, own.item
      """;

  private static final String SELECT =
      COLUMNS
          + """
          FROM %s
          LEFT JOIN LATERAL (
            SELECT name, batch_id, item FROM sluice.document_item AS one
            WHERE one.document_id = document.id ORDER BY batch_id DESC, item LIMIT 1) AS own ON true
          """;

  /** As the index has the names of items: the beginning of each. */
  private static final String NAME = "left(own.name, 100) COLLATE \"C\"";

  private static final String NAMED =
      COLUMNS
          + """
          FROM sluice.document_item AS own JOIN sluice.document ON document.id = own.document_id
          LEFT JOIN sluice.text_category USING (text_hash)
          WHERE %1$s >= ? AND %1$s < ? AND (%1$s, own.batch_id, own.item) > (?, ?, ?)
          ORDER BY %1$s, own.batch_id, own.item LIMIT ?
          """
              .formatted(NAME);

  /** Texts in their order, with the documents of each: so no more of both is read than is shown. */
  private static final String SORTED =
      """
      sluice.text_category CROSS JOIN LATERAL (
        SELECT * FROM sluice.document AS one WHERE one.text_hash = text_category.text_hash
          AND (one.text_hash > decode(?, 'hex') OR one.id > ?)
        OFFSET 0) AS document
      """;

  private static final String BEHIND =
      """
       AND text_category.text_hash >= decode(?, 'hex')
      ORDER BY text_category.text_hash, document.id LIMIT ?
      """;

  private final Database database;

  public DocumentPages(Database database) {
    this.database = database;
  }

  /**
   * A document.
   *
   * @param name of the newest item that is it; null of one that is only part of others
   * @param text the beginning of it
   * @param category null where it is in none
   */
  public record DocumentLine(
      long id,
      String textHash,
      String name,
      Long batch,
      Long item,
      long size,
      String mimeType,
      String state,
      String reason,
      String title,
      String language,
      Long pages,
      long characters,
      String text,
      String category,
      Boolean review) {

    private static DocumentLine of(ResultSet row) throws SQLException {
      return new DocumentLine(
          row.getLong("id"),
          row.getString("text_hash"),
          row.getString("name"),
          Sql.number(row, "batch_id"),
          Sql.number(row, "item"),
          row.getLong("size"),
          row.getString("mime_type"),
          row.getString("state"),
          row.getString("reason"),
          row.getString("title"),
          row.getString("language"),
          Sql.number(row, "pages"),
          row.getLong("characters"),
          row.getString("text"),
          row.getString("category"),
          row.getObject("review", Boolean.class));
    }
  }

  /**
   * Those of any category, the newest first.
   *
   * @param before only numbers below this one
   */
  public List<DocumentLine> newest(long before, int limit) {
    return list(
        "sluice.document LEFT JOIN sluice.text_category USING (text_hash)",
        " WHERE document.id < ? ORDER BY document.id DESC LIMIT ?",
        before,
        limit);
  }

  /**
   * Where a page by name begins: behind an item.
   *
   * @param name its beginning
   */
  public record NamePlace(String name, long batch, long item) {
    /** Of a name only so much is in the index. */
    public static final int MOST_CHARACTERS = 100;

    public static final NamePlace FIRST = new NamePlace("", 0, 0);

    /** Where this one stands. */
    public static NamePlace of(DocumentLine line) {
      var name = line.name();
      int end =
          name.offsetByCodePoints(
              0, Math.min(MOST_CHARACTERS, name.codePointCount(0, name.length())));
      return new NamePlace(name.substring(0, end), line.batch(), line.item());
    }
  }

  /**
   * Items that are documents and whose names begin so, by these: each of them, also of the same.
   */
  public List<DocumentLine> named(Beginning name, NamePlace after, int limit) {
    return database.query(
        connection ->
            Sql.list(
                connection,
                NAMED,
                DocumentLine::of,
                StoredItem.MOST_TEXT,
                name.first(),
                name.end(),
                after.name(),
                after.batch(),
                after.item(),
                limit));
  }

  /** Where a page of those with a category begins: behind a text, and a document with it. */
  public record Place(String textHash, long id) {
    public static final Place FIRST = new Place("", 0);

    public Place {
      HexFormat.of().parseHex(textHash);
    }
  }

  /** Those of a category, in an order that has no meaning. */
  public List<DocumentLine> of(String category, Place after, int limit) {
    return of("text_category.category = ?", after, limit, category);
  }

  /** Those at whose category people should look, in an order that has no meaning. */
  public List<DocumentLine> review(Place after, int limit) {
    return of("text_category.review", after, limit);
  }

  private List<DocumentLine> of(String which, Place after, int limit, String... values) {
    var parameters = new ArrayList<Object>(List.of(after.textHash(), after.id()));
    parameters.addAll(List.of(values));
    parameters.addAll(List.of(after.textHash(), limit));
    return list(SORTED, " WHERE " + which + BEHIND, parameters.toArray());
  }

  private List<DocumentLine> list(String from, String which, Object... parameters) {
    var all = new Object[parameters.length + 1];
    all[0] = StoredItem.MOST_TEXT;
    System.arraycopy(parameters, 0, all, 1, parameters.length);
    return database.query(
        connection -> Sql.list(connection, SELECT.formatted(from) + which, DocumentLine::of, all));
  }
}
