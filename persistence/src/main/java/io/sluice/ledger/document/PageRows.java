package io.sluice.ledger.document;

import io.sluice.ledger.document.DocumentContents.Content;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Table {@code document_page}. */
final class PageRows {
  private PageRows() {}

  private record PageOf(long document, DocumentRow.Page page) {}

  /**
   * Pages of contents that are new.
   *
   * @param ids of their documents
   * @param withText whether their text is kept, and not only what finds them
   */
  static void insert(
      Connection connection, List<Content> contents, Map<String, Long> ids, boolean withText)
      throws SQLException {
    var pages = new ArrayList<PageOf>();
    for (var content : contents) {
      long document = ids.get(content.key());
      content.text().pages().forEach(page -> pages.add(new PageOf(document, page)));
    }
    if (pages.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.document_page (document_id, page, block, state, text, words)
            SELECT document_id, page, block, state, CASE WHEN ? THEN text END,
              to_tsvector('simple', text)
            FROM unnest(?::bigint[], ?::int4[], ?::int4[], ?::text[], ?::text[])
              AS one (document_id, page, block, state, text)
            """)) {
      statement.setBoolean(1, withText);
      var columns = new ArrayColumns<>(connection, statement, pages, 2);
      columns.add("bigint", PageOf::document);
      columns.add("int4", one -> one.page().page());
      columns.add("int4", one -> one.page().block());
      columns.add("text", one -> one.page().state());
      columns.add("text", one -> StorableText.of(one.page().text()));
      statement.executeUpdate();
    }
    pictured(connection, pages.stream().filter(one -> one.page().picture() != null).toList());
  }

  /** Their pictures may be read from now on. */
  private static void pictured(Connection connection, List<PageOf> pages) throws SQLException {
    if (pages.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.ocr_page AS one SET document_id = own.document_id, page = own.page,
              due_at = now()
            FROM unnest(?::bigint[], ?::bigint[], ?::int4[]) AS own (id, document_id, page)
            WHERE one.id = own.id
            """)) {
      var columns = new ArrayColumns<>(connection, statement, pages, 1);
      columns.add("bigint", one -> one.page().picture());
      columns.add("bigint", PageOf::document);
      columns.add("int4", one -> one.page().page());
      statement.executeUpdate();
    }
  }
}
