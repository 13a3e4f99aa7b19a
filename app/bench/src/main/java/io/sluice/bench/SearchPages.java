package io.sluice.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

/**
 * Fills an empty database with invented pages that can be searched for. Words are {@code w1}, the
 * most frequent one, to {@code w50000}; how often each is there falls as its number rises, as in
 * any language. Each page also has a word that only it has, {@code only} with its number.
 */
final class SearchPages {
  static final int VOCABULARY = 50_000;

  /** Pages are put together of these, which is far quicker than to tell their words anew. */
  private static final int PARAGRAPHS = 5_000;

  private static final int WORDS = 50;
  private static final int PAGES_OF_A_DOCUMENT = 10;
  private static final int SLICE = 50_000;

  private static final String PARAGRAPH =
      """
      CREATE TEMPORARY TABLE paragraph AS
      SELECT id, string_agg('w' || floor(exp(random() * ln(%d)))::bigint, ' ' ORDER BY i) AS text
      FROM generate_series(0, %d) AS id, generate_series(1, %d) AS i GROUP BY id
      """
          .formatted(VOCABULARY, PARAGRAPHS - 1, WORDS);

  private static final String PIECE =
      """
      CREATE TEMPORARY TABLE piece AS
      SELECT id, text, to_tsvector('simple', text) AS words FROM paragraph
      """;

  private static final String DOCUMENTS =
      """
      INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages,
        pages_without_text, characters, parts_found, parts_read, parts_failed, parts_left, sample,
        uses)
      SELECT sha256(n::text::bytea), 1, 'application/pdf', 'text', '{}', %d, 0, 1, 0, 0, 0, 0, '', 1
      FROM generate_series(1, %%d) AS n
      """
          .formatted(PAGES_OF_A_DOCUMENT);

  private static final String ITEMS =
      """
      INSERT INTO sluice.document_item (batch_id, item, document_id, name)
      SELECT 1 + id % 10, id, id, 'document-' || id FROM sluice.document
      """;

  /** Four paragraphs each, which no other page has in the same order. */
  private static final String PAGES =
      """
      INSERT INTO sluice.document_page (document_id, page, block, state, text, words)
      SELECT 1 + n / %1$d, 1 + n %% %1$d, 1, 'text', NULL,
        a.words || b.words || c.words || d.words || to_tsvector('simple', 'only' || n)
      FROM generate_series(?::bigint, ?::bigint) AS n
      JOIN piece AS a ON a.id = n * 7919 %% %2$d
      JOIN piece AS b ON b.id = (n / 3 * 6151 + 17) %% %2$d
      JOIN piece AS c ON c.id = (n / 7 * 4099 + n) %% %2$d
      JOIN piece AS d ON d.id = (n / 11 * 3571 + 5 * n) %% %2$d
      """
          .formatted(PAGES_OF_A_DOCUMENT, PARAGRAPHS);

  private final Connection connection;
  private final Consumer<String> told;

  SearchPages(Connection connection, Consumer<String> told) {
    this.connection = connection;
    this.told = told;
  }

  /** Writes them, and then their index as the schema has it. */
  void write(int pages) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("SET synchronous_commit = off");
      statement.execute("SET maintenance_work_mem = '1GB'");
      statement.execute("SELECT setseed(0.5)");
      var index = index();
      statement.execute("DROP INDEX sluice.document_page_words");
      statement.execute(PARAGRAPH);
      statement.execute(PIECE);
      statement.execute("ANALYZE piece");
      statement.execute(DOCUMENTS.formatted((pages - 1) / PAGES_OF_A_DOCUMENT + 1));
      statement.execute(ITEMS);
      pages(pages);
      told.accept("making the index");
      statement.execute(index);
      statement.execute("VACUUM ANALYZE sluice.document_page");
      statement.execute("VACUUM ANALYZE sluice.document");
      statement.execute("VACUUM ANALYZE sluice.document_item");
    }
  }

  private String index() throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT pg_get_indexdef('sluice.document_page_words'::regclass)")) {
      row.next();
      return row.getString(1);
    }
  }

  private void pages(int pages) throws SQLException {
    try (var statement = connection.prepareStatement(PAGES)) {
      for (int from = 0; from < pages; from += SLICE) {
        int to = Math.min(pages, from + SLICE);
        statement.setLong(1, from);
        statement.setLong(2, to - 1);
        statement.executeUpdate();
        told.accept("%,d of %,d pages".formatted(to, pages));
      }
    }
  }

  /** Words as they stand one after another on some page. */
  String phrase(int length, long seed) throws SQLException {
    try (var statement =
        connection.prepareStatement(
            "SELECT (string_to_array(text, ' '))[?:?] FROM paragraph WHERE id = ?")) {
      int from = 1 + (int) Math.floorMod(seed, (long) WORDS - length);
      statement.setInt(1, from);
      statement.setInt(2, from + length - 1);
      statement.setLong(3, Math.floorMod(seed, (long) PARAGRAPHS));
      try (var row = statement.executeQuery()) {
        row.next();
        return String.join(" ", (String[]) row.getArray(1).getArray());
      }
    }
  }

  /** MB of all pages and of their index. */
  long megabytes() throws SQLException {
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery("SELECT pg_total_relation_size('sluice.document_page') >> 20")) {
      row.next();
      return row.getLong(1);
    }
  }
}
