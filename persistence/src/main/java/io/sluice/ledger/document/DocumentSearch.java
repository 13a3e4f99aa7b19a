package io.sluice.ledger.document;

import io.sluice.persistence.Database;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/** Finds pages of documents by their words. */
public final class DocumentSearch {
  /** Words that nearly every page has would be looked for on all of them. */
  private static final int CANDIDATES = 2_000;

  /** What stands in order is told only by a look at each page that has all the words. */
  private static final int LOOKS = 10_000;

  /**
   * With the words as they are known to the server when it chooses how to look for them, and with
   * memory for the places of pages that have one: where it lacks that, it looks at their neighbours
   * too.
   */
  private static final String PARSED =
      """
      SELECT query::text, regexp_replace(query::text, '<(-|[0-9]+)>', '&', 'g') AS unordered,
        set_config('plan_cache_mode', 'force_custom_plan', true),
        set_config('work_mem', '64MB', true)
      FROM websearch_to_tsquery('simple', ?) AS query
      """;

  /** A category, or none, as a parameter that comes twice. */
  private static final String IN_CATEGORY =
      """
      (?::text IS NULL OR document_id IN (
        SELECT id FROM sluice.document JOIN sluice.text_category USING (text_hash)
        WHERE category = ?))
      """;

  private static final String EVERYWHERE =
      """
      SELECT document_id, page, block, words FROM sluice.document_page
      WHERE ?::bigint IS NULL AND words @@ ?::tsquery AND %s LIMIT ?
      """
          .formatted(IN_CATEGORY);

  private static final String IN_BATCH =
      """
      SELECT document_id, page, block, words
      FROM sluice.batch_document JOIN sluice.document_page USING (document_id)
      WHERE batch_id = ? AND words @@ ?::tsquery AND %s LIMIT ?
      """
          .formatted(IN_CATEGORY);

  private static final String FIND =
      """
      WITH looked AS MATERIALIZED (
          SELECT document_id, page, block,
            CASE WHEN words @@ ?::tsquery THEN ts_rank(words, ?::tsquery) END AS rank
          FROM (%s) AS candidate),
        best AS MATERIALIZED (
          SELECT document_id, page, max(rank) AS rank,
            (array_agg(block ORDER BY rank DESC))[1] AS block
          FROM looked WHERE rank IS NOT NULL
          GROUP BY document_id, page ORDER BY rank DESC, document_id, page LIMIT ?)
      SELECT document.id, own.name, own.path, own.batch_id, own.item, best.page, pages, title, language,
        CASE WHEN text IS NOT NULL THEN ts_headline('simple', text, ?::tsquery,
          'StartSel="", StopSel="", MaxWords=30, MinWords=10, MaxFragments=2') END AS snippet,
        looks
      FROM (SELECT count(*) AS looks FROM looked) AS counted
      LEFT JOIN best ON true
      LEFT JOIN sluice.document ON document.id = document_id
      LEFT JOIN sluice.document_page USING (document_id, page, block)
      LEFT JOIN LATERAL (
        (SELECT name, NULL AS path, batch_id, item FROM sluice.document_item AS one
          WHERE one.document_id = document.id AND (?::bigint IS NULL OR one.batch_id = ?)
          ORDER BY batch_id, item LIMIT 1)
        UNION ALL
        (SELECT name, path, batch_id, item
          FROM sluice.document_part AS part JOIN sluice.document_item AS one USING (document_id)
          WHERE part_id = document.id AND (?::bigint IS NULL OR one.batch_id = ?)
          ORDER BY batch_id, item, part.number LIMIT 1)
        LIMIT 1) AS own ON true
      ORDER BY rank DESC, document.id, best.page
      """;

  private final Database database;
  private final int candidates;
  private final int looks;

  public DocumentSearch(Database database) {
    this(database, CANDIDATES, LOOKS);
  }

  /**
   * @param candidates of which the best are found
   * @param looks at pages, where words are to stand in an order
   */
  DocumentSearch(Database database, int candidates, int looks) {
    this.database = database;
    this.candidates = candidates;
    this.looks = looks;
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
          var query = Sql.first(connection, PARSED, Query::of, words).orElseThrow();
          return found(connection, query, batch, category, most);
        });
  }

  /**
   * Words as the server understands them.
   *
   * @param unordered the same, wherever they stand: what an index can tell
   */
  private record Query(String text, String unordered) {
    private static Query of(ResultSet row) throws SQLException {
      return new Query(row.getString("query"), row.getString("unordered"));
    }

    boolean isOrdered() {
      return !text.equals(unordered);
    }
  }

  /** With each page comes how many were looked at. Where none was found, there is no hit. */
  private record Ranked(Hit hit, long looks) {
    private static Ranked of(ResultSet row) throws SQLException {
      return new Ranked(row.getObject("id") == null ? null : Hit.of(row), row.getLong("looks"));
    }
  }

  private Found found(Connection connection, Query query, Long batch, String category, int most)
      throws SQLException {
    int limit = query.isOrdered() ? looks : candidates;
    var ranked =
        Sql.list(
            connection,
            FIND.formatted(batch == null ? EVERYWHERE : IN_BATCH),
            Ranked::of,
            query.text(),
            query.text(),
            batch,
            query.unordered(),
            category,
            category,
            limit + 1,
            most,
            query.text(),
            batch,
            batch,
            batch,
            batch);
    return new Found(
        ranked.stream().map(Ranked::hit).filter(Objects::nonNull).toList(),
        ranked.get(0).looks() > limit);
  }
}
