package io.sluice.ledger.document;

import io.sluice.ledger.category.Classifications;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tables {@code document}, {@code document_page} and {@code document_item}. */
public final class DocumentRows {
  private final Database database;

  public DocumentRows(Database database) {
    this.database = database;
  }

  /** Whether a content was read before. */
  public boolean isKnown(byte[] hash) {
    return database.query(
        connection ->
            Sql.first(
                    connection,
                    "SELECT id FROM sluice.document WHERE hash = ?",
                    row -> row.getLong(1),
                    hash)
                .isPresent());
  }

  /** What has become of a content. */
  private record Kept(long id, boolean isNew) {}

  /**
   * Stores documents, each content once.
   *
   * @param withText whether the text of pages is kept, and not only what finds them
   * @return items whose content was there already
   * @throws IllegalStateException if one that was read before is gone
   */
  public static Set<Long> insert(
      Connection connection, List<DocumentRow> documents, boolean withText) throws SQLException {
    // By hash, so that two who have the same ones never wait for each other in turn.
    var byHash = new TreeMap<String, List<DocumentRow>>();
    for (var document : documents) {
      byHash.computeIfAbsent(document.key(), hash -> new ArrayList<>()).add(document);
    }
    var kept = new HashMap<String, Kept>();
    kept.putAll(insertNew(connection, those(byHash, true)));
    kept.putAll(useAgain(connection, those(byHash, false)));
    insertPages(connection, byHash, kept, withText);
    insertItems(connection, documents, kept);
    var duplicates = new HashSet<Long>();
    byHash.forEach(
        (hash, same) -> {
          same.forEach(document -> duplicates.add(document.item()));
          if (kept.get(hash).isNew()) {
            duplicates.remove(first(same).item());
          }
        });
    return duplicates;
  }

  /** Those of which one has been read, or none. */
  private static List<List<DocumentRow>> those(
      Map<String, List<DocumentRow>> byHash, boolean read) {
    return byHash.values().stream().filter(same -> first(same).text() != null == read).toList();
  }

  /** The one that was read, if one was. */
  private static DocumentRow first(List<DocumentRow> same) {
    return same.stream().filter(one -> one.text() != null).findFirst().orElse(same.get(0));
  }

  private static Map<String, Kept> insertNew(Connection connection, List<List<DocumentRow>> all)
      throws SQLException {
    if (all.isEmpty()) {
      return Map.of();
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.document (hash, uses, size, mime_type, state, reason, language, title,
              metadata, pages, pages_without_text, characters, parts_found, parts_read, parts_failed,
              parts_left, text_hash, sample)
            SELECT hash, uses, size, mime_type, state, reason, language, title, metadata::jsonb, pages,
              without, characters, found, read, failed, given_up, text_hash, sample
            FROM unnest(?::bytea[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[],
              ?::text[], ?::text[], ?::text[], ?::int4[], ?::int4[], ?::bigint[], ?::int4[],
              ?::int4[], ?::int4[], ?::int4[], ?::bytea[], ?::text[])
              AS one (hash, uses, size, mime_type, state, reason, language, title, metadata, pages,
                without, characters, found, read, failed, given_up, text_hash, sample)
            ON CONFLICT (hash) DO UPDATE SET uses = document.uses + excluded.uses
            RETURNING hash, id, xmax = 0 AS is_new
            """)) {
      var columns = new ArrayColumns<>(connection, statement, all, 1);
      columns.add("bytea", same -> first(same).hash());
      columns.add("bigint", same -> (long) same.size());
      columns.add("bigint", same -> first(same).text().size());
      columns.add("text", same -> StorableText.of(first(same).text().mimeType()));
      columns.add("text", same -> first(same).text().state());
      columns.add("text", same -> StorableText.of(first(same).text().reason()));
      columns.add("text", same -> first(same).text().language());
      columns.add("text", same -> StorableText.of(first(same).text().title()));
      columns.add("text", same -> first(same).text().metadata());
      columns.add("int4", same -> first(same).text().pageCount());
      columns.add("int4", same -> first(same).text().pagesWithoutText());
      columns.add("bigint", same -> first(same).text().characters());
      columns.add("int4", same -> first(same).text().partsFound());
      columns.add("int4", same -> first(same).text().partsRead());
      columns.add("int4", same -> first(same).text().partsFailed());
      columns.add("int4", same -> first(same).text().partsLeft());
      columns.add("bytea", same -> first(same).text().textHash());
      columns.add("text", same -> StorableText.of(first(same).text().sample()));
      var kept = new HashMap<String, Kept>();
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          kept.put(
              HexFormat.of().formatHex(rows.getBytes(1)),
              new Kept(rows.getLong(2), rows.getBoolean(3)));
        }
      }
      return kept;
    }
  }

  private static Map<String, Kept> useAgain(Connection connection, List<List<DocumentRow>> all)
      throws SQLException {
    var kept = new HashMap<String, Kept>();
    for (var same : all) {
      long id =
          Sql.first(
                  connection,
                  "UPDATE sluice.document SET uses = uses + ? WHERE hash = ? RETURNING id",
                  row -> row.getLong(1),
                  same.size(),
                  same.get(0).hash())
              .orElseThrow(
                  () ->
                      new IllegalStateException(
                          same.get(0).key() + " was removed while it was used again"));
      kept.put(same.get(0).key(), new Kept(id, false));
    }
    return kept;
  }

  private record PageOf(long document, DocumentRow.Page page) {}

  private static void insertPages(
      Connection connection,
      Map<String, List<DocumentRow>> byHash,
      Map<String, Kept> kept,
      boolean withText)
      throws SQLException {
    var pages = new ArrayList<PageOf>();
    byHash.forEach(
        (hash, same) -> {
          if (kept.get(hash).isNew()) {
            first(same)
                .text()
                .pages()
                .forEach(page -> pages.add(new PageOf(kept.get(hash).id(), page)));
          }
        });
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
  }

  private static void insertItems(
      Connection connection, List<DocumentRow> documents, Map<String, Kept> kept)
      throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.document_item (batch_id, item, document_id, name)
            SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
            ON CONFLICT DO NOTHING
            """)) {
      var columns = new ArrayColumns<>(connection, statement, documents, 1);
      columns.add("bigint", DocumentRow::batch);
      columns.add("bigint", DocumentRow::item);
      columns.add("bigint", document -> kept.get(document.key()).id());
      columns.add("text", document -> StorableText.of(document.name()));
      statement.executeUpdate();
    }
  }

  /**
   * Forgets some of a batch's documents; those that no other batch has go with their pages and
   * categories.
   *
   * @return how many; 0 when there are none left
   */
  public static int forget(Connection connection, long batch, int most) throws SQLException {
    var used =
        Sql.list(
            connection,
            """
            DELETE FROM sluice.document_item WHERE batch_id = ? AND item IN (
              SELECT item FROM sluice.document_item WHERE batch_id = ? ORDER BY item LIMIT ?)
            RETURNING document_id
            """,
            row -> row.getLong(1),
            batch,
            batch,
            most);
    var ids = used.stream().sorted().distinct().toArray(Long[]::new);
    Sql.update(
        connection,
        """
        UPDATE sluice.document SET uses = uses - gone.times
        FROM (SELECT id, count(*) AS times FROM unnest(?::bigint[]) AS id GROUP BY id) AS gone
        WHERE document.id = gone.id
        """,
        connection.createArrayOf("bigint", used.toArray(Long[]::new)));
    Classifications.forget(
        connection,
        Sql.list(
            connection,
            "DELETE FROM sluice.document WHERE id = ANY (?) AND uses <= 0 RETURNING text_hash",
            row -> row.getBytes(1),
            connection.createArrayOf("bigint", ids)));
    return used.size();
  }
}
