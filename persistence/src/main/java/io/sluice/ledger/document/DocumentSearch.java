package io.sluice.ledger.document;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Finds pages of documents by their words. */
public final class DocumentSearch {
  /** Words that nearly every page has would be looked for on all of them. */
  private static final int CANDIDATES = 2_000;

  private static final String MATCHES =
      """
      SELECT document_id, page, block, words
      FROM sluice.document_page, websearch_to_tsquery('simple', ?) AS query
      WHERE words @@ query AND (?::bigint IS NULL OR document_id IN (
        SELECT document_id FROM sluice.batch_document WHERE batch_id = ?))
        AND (?::text IS NULL OR document_id IN (
          SELECT id FROM sluice.document JOIN sluice.text_category USING (text_hash)
          WHERE category = ?))
      LIMIT %d
      """;

  private final Database database;

  public DocumentSearch(Database database) {
    this.database = database;
  }

  /**
   * A page with what was looked for.
   *
   * @param document its number
   * @param name of an item that is this document or has it within, the first one
   * @param part its path within that; null of one that is the item itself
   * @param batch of that item
   * @param page its number, from 1; 1 in what has no pages
   * @param paged whether it has pages
   * @param title null where it has none
   * @param snippet what stands around the words; null where no text is stored
   */
  public record Hit(
      long document,
      String name,
      String part,
      long batch,
      long item,
      int page,
      boolean paged,
      String title,
      String language,
      String snippet) {

    private static Hit of(ResultSet row) throws SQLException {
      return new Hit(
          row.getLong("id"),
          row.getString("name"),
          row.getString("path"),
          row.getLong("batch_id"),
          row.getLong("item"),
          row.getInt("page"),
          row.getObject("pages") != null,
          row.getString("title"),
          row.getString("language"),
          row.getString("snippet"));
    }
  }

  /**
   * What was found.
   *
   * @param hits the best first
   * @param more whether there were so many pages that the best may not be among them
   */
  public record Found(List<Hit> hits, boolean more) {}

  /**
   * Looks for words, as people type them to search engines: all of them, {@code "in this order"},
   * {@code one or another}, {@code -without}.
   *
   * @param batch whose documents are looked at; null for all
   * @param category in which these are; null for any
   */
  public Found find(String words, Long batch, String category, int most) {
    return database.transaction(
        connection -> {
          Sql.list(
              connection,
              "SELECT set_config('gin_fuzzy_search_limit', ?, true)",
              row -> row.getString(1),
              Integer.toString(10 * CANDIDATES));
          return found(connection, words, batch, category, most);
        });
  }

  /** With each page comes how many there are. */
  private record Ranked(Hit hit, long matches) {}

  private static Found found(
      Connection connection, String words, Long batch, String category, int most)
      throws SQLException {
    var ranked =
        Sql.list(
            connection,
            """
        WITH found AS MATERIALIZED (%s),
          best AS MATERIALIZED (
            SELECT document_id, page, max(ts_rank(words, query)) AS rank,
              (array_agg(block ORDER BY ts_rank(words, query) DESC))[1] AS block
            FROM found, websearch_to_tsquery('simple', ?) AS query
            GROUP BY document_id, page ORDER BY rank DESC, document_id, page LIMIT ?)
        SELECT document.id, own.name, own.path, own.batch_id, own.item, best.page, pages, title, language,
          CASE WHEN text IS NOT NULL THEN ts_headline('simple', text,
            websearch_to_tsquery('simple', ?),
            'StartSel="", StopSel="", MaxWords=30, MinWords=10, MaxFragments=2') END AS snippet,
          (SELECT count(*) FROM found) AS matches
        FROM best
        JOIN sluice.document ON document.id = document_id
        JOIN sluice.document_page USING (document_id, page, block)
        CROSS JOIN LATERAL (
          (SELECT name, NULL AS path, batch_id, item FROM sluice.document_item AS one
            WHERE one.document_id = document.id AND (?::bigint IS NULL OR one.batch_id = ?)
            ORDER BY batch_id, item LIMIT 1)
          UNION ALL
          (SELECT name, path, batch_id, item
            FROM sluice.document_part AS part JOIN sluice.document_item AS one USING (document_id)
            WHERE part_id = document.id AND (?::bigint IS NULL OR one.batch_id = ?)
            ORDER BY batch_id, item, part.number LIMIT 1)
          LIMIT 1) AS own
        ORDER BY rank DESC, document.id, best.page
        """
                .formatted(MATCHES.formatted(CANDIDATES + 1)),
            row -> new Ranked(Hit.of(row), row.getLong("matches")),
            words,
            batch,
            batch,
            category,
            category,
            words,
            most,
            words,
            batch,
            batch,
            batch,
            batch);
    return new Found(
        ranked.stream().map(Ranked::hit).toList(),
        !ranked.isEmpty() && ranked.get(0).matches() > CANDIDATES);
  }
}
