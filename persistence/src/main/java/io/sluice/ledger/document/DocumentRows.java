package io.sluice.ledger.document;

import io.sluice.ledger.category.Classifications;
import io.sluice.ledger.document.DocumentContents.Content;
import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tables {@code document} and {@code document_item}. */
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
                    "SELECT id FROM sluice.document WHERE hash = ? AND whole",
                    row -> row.getLong(1),
                    hash)
                .isPresent());
  }

  /**
   * Stores documents with all within them, each content once.
   *
   * @param withText whether the text of pages is kept, and not only what finds them
   * @return items whose content was there already
   * @throws IllegalStateException if one that was read before is gone
   */
  public static Set<Long> insert(
      Connection connection, List<DocumentRow> documents, boolean withText) throws SQLException {
    var contents = new DocumentContents(documents);
    var items =
        documents.stream()
            .collect(Collectors.groupingBy(DocumentRow::key, TreeMap::new, Collectors.toList()));
    var ids = known(connection, documents, contents.all());
    var added = new HashMap<String, Long>();
    var unknown =
        contents.all().stream().filter(content -> !ids.containsKey(content.key())).toList();
    insertNew(connection, unknown, ids, added);
    var reached = contents.reached(items.keySet(), added.keySet());
    drop(connection, added, reached);
    var kept = contents.all().stream().filter(content -> reached.contains(content.key())).toList();
    PageRows.insert(connection, kept, ids, withText);
    var uses = PartRows.insert(connection, kept, contents, ids);
    items.forEach((key, same) -> uses.merge(id(ids, key), (long) same.size(), Long::sum));
    use(connection, uses);
    insertItems(connection, documents, ids);
    var duplicates = new HashSet<Long>();
    items.forEach(
        (key, same) ->
            same.stream()
                .skip(reached.contains(key) ? 1 : 0)
                .forEach(document -> duplicates.add(document.item())));
    return duplicates;
  }

  private static long id(Map<String, Long> ids, String key) {
    var id = ids.get(key);
    if (id == null) {
      throw new IllegalStateException(key + " was removed while it was used again");
    }
    return id;
  }

  /** Numbers of those that are there, by hash; they are held until all is stored. */
  private static Map<String, Long> known(
      Connection connection, List<DocumentRow> documents, Collection<Content> contents)
      throws SQLException {
    var hashes = new HashMap<String, byte[]>();
    documents.forEach(document -> hashes.put(document.key(), document.hash()));
    contents.stream()
        .filter(content -> content.text().whole())
        .forEach(content -> hashes.put(content.key(), content.hash()));
    var ids = new HashMap<String, Long>();
    Sql.list(
            connection,
            """
            SELECT hash, id FROM sluice.document WHERE whole AND hash = ANY (?)
            ORDER BY hash FOR UPDATE
            """,
            row -> Map.entry(HexFormat.of().formatHex(row.getBytes(1)), row.getLong(2)),
            connection.createArrayOf("bytea", hashes.values().toArray(byte[][]::new)))
        .forEach(known -> ids.put(known.getKey(), known.getValue()));
    return ids;
  }

  /** One that somebody else has stored meanwhile is not added. */
  private static void insertNew(
      Connection connection, List<Content> all, Map<String, Long> ids, Map<String, Long> added)
      throws SQLException {
    if (all.isEmpty()) {
      return;
    }
    var numbers =
        Sql.list(
            connection,
            """
            SELECT nextval(pg_get_serial_sequence('sluice.document', 'id'))
            FROM generate_series(1, ?)
            """,
            row -> row.getLong(1),
            all.size());
    for (int i = 0; i < all.size(); i++) {
      added.put(all.get(i).key(), numbers.get(i));
    }
    try (var statement =
        connection.prepareStatement(
            """
            INSERT INTO sluice.document (id, hash, whole, uses, size, mime_type, state, reason,
              language, title, metadata, pages, pages_without_text, characters, parts_found,
              parts_read, parts_failed, parts_left, text_hash, sample)
            OVERRIDING SYSTEM VALUE
            SELECT id, hash, whole, 0, size, mime_type, state, reason, language, title,
              metadata::jsonb, pages, without, characters, found, read, failed, given_up, text_hash,
              sample
            FROM unnest(?::bigint[], ?::bytea[], ?::boolean[], ?::bigint[], ?::text[], ?::text[],
              ?::text[], ?::text[], ?::text[], ?::text[], ?::int4[], ?::int4[], ?::bigint[],
              ?::int4[], ?::int4[], ?::int4[], ?::int4[], ?::bytea[], ?::text[])
              AS one (id, hash, whole, size, mime_type, state, reason, language, title, metadata,
                pages, without, characters, found, read, failed, given_up, text_hash, sample)
            ON CONFLICT (hash) WHERE whole DO UPDATE SET uses = document.uses
            RETURNING hash, id, whole
            """)) {
      var columns = new ArrayColumns<>(connection, statement, all, 1);
      columns.add("bigint", one -> added.get(one.key()));
      columns.add("bytea", Content::hash);
      columns.add("boolean", one -> one.text().whole());
      columns.add("bigint", one -> one.text().size());
      columns.add("text", one -> StorableText.of(one.text().mimeType()));
      columns.add("text", one -> one.text().state());
      columns.add("text", one -> StorableText.of(one.text().reason()));
      columns.add("text", one -> one.text().language());
      columns.add("text", one -> StorableText.of(one.text().title()));
      columns.add("text", one -> one.text().metadata());
      columns.add("int4", one -> one.text().pageCount());
      columns.add("int4", one -> one.text().pagesWithoutText());
      columns.add("bigint", one -> one.text().characters());
      columns.add("int4", one -> one.text().partsFound());
      columns.add("int4", one -> one.text().partsRead());
      columns.add("int4", one -> one.text().partsFailed());
      columns.add("int4", one -> one.text().partsLeft());
      columns.add("bytea", one -> one.text().textHash());
      columns.add("text", one -> StorableText.of(one.text().sample()));
      ids.putAll(added);
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          if (rows.getBoolean(3)) {
            ids.put(HexFormat.of().formatHex(rows.getBytes(1)), rows.getLong(2));
          }
        }
      }
    }
    added.entrySet().removeIf(one -> !one.getValue().equals(ids.get(one.getKey())));
  }

  /** What was within documents that somebody else has stored meanwhile is of nobody. */
  private static void drop(Connection connection, Map<String, Long> added, Set<String> reached)
      throws SQLException {
    var ids = new ArrayList<Long>();
    added.forEach(
        (key, id) -> {
          if (!reached.contains(key)) {
            ids.add(id);
          }
        });
    if (!ids.isEmpty()) {
      Sql.update(
          connection,
          "DELETE FROM sluice.document WHERE id = ANY (?)",
          connection.createArrayOf("bigint", ids.toArray(Long[]::new)));
    }
  }

  private static void use(Connection connection, Map<Long, Long> uses) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.document SET uses = uses + more
            FROM unnest(?::bigint[], ?::bigint[]) AS used (id, more) WHERE document.id = used.id
            """)) {
      var columns = new ArrayColumns<>(connection, statement, uses.entrySet(), 1);
      columns.add("bigint", Map.Entry::getKey);
      columns.add("bigint", Map.Entry::getValue);
      statement.executeUpdate();
    }
  }

  private static void insertItems(
      Connection connection, List<DocumentRow> documents, Map<String, Long> ids)
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
      columns.add("bigint", document -> id(ids, document.key()));
      columns.add("text", document -> StorableText.of(document.name()));
      statement.executeUpdate();
    }
  }

  /**
   * Forgets some of a batch's documents; those that no other batch has go with their pages, their
   * categories, and what is within them.
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
    for (var left = used; !left.isEmpty(); left = release(connection, left)) {
      // Those that were within what has gone.
    }
    return used.size();
  }

  /** Takes uses back; a document without any goes, and what it used comes back. */
  private static List<Long> release(Connection connection, List<Long> used) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.document SET uses = uses - gone.times
        FROM (SELECT id, count(*) AS times FROM unnest(?::bigint[]) AS id GROUP BY id) AS gone
        WHERE document.id = gone.id
        """,
        connection.createArrayOf("bigint", used.toArray(Long[]::new)));
    var ids = used.stream().sorted().distinct().toArray(Long[]::new);
    var unused =
        Sql.list(
                connection,
                "SELECT id FROM sluice.document WHERE id = ANY (?) AND uses <= 0",
                row -> row.getLong(1),
                connection.createArrayOf("bigint", ids))
            .toArray(Long[]::new);
    var within = PartRows.delete(connection, unused);
    Classifications.forget(
        connection,
        Sql.list(
            connection,
            "DELETE FROM sluice.document WHERE id = ANY (?) RETURNING text_hash",
            row -> row.getBytes(1),
            connection.createArrayOf("bigint", unused)));
    return within;
  }
}
