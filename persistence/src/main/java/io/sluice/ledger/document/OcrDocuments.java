package io.sluice.ledger.document;

import io.sluice.ledger.category.Classifications;
import io.sluice.persistence.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What documents are whose pages were read from pictures. All of it is done in the transaction that
 * settles a page, with its document held.
 */
public final class OcrDocuments {
  /** Where less text is, its sample is all of it. */
  private static final int WHOLE = 16_000;

  private OcrDocuments() {}

  /**
   * What a text is known by.
   *
   * @param hash SHA-256 of its words
   * @param sample its beginning and its end
   */
  public record Known(byte[] hash, String sample) {}

  /** What is to be done with a document's text when all of it is read. */
  public interface Then {
    Known known(String text);

    /** It is to be classified. */
    void classify(Connection connection, byte[] textHash) throws SQLException;
  }

  /** One on which nothing was found keeps the few letters that its file has. */
  static void write(Connection connection, OcrPages.Taken page, String text, boolean withText)
      throws SQLException {
    if (text.isBlank()) {
      Sql.update(
          connection,
          "UPDATE sluice.document_page SET state = 'empty' WHERE document_id = ? AND page = ?",
          page.document(),
          page.page());
      return;
    }
    Sql.update(
        connection,
        "DELETE FROM sluice.document_page WHERE document_id = ? AND page = ? AND block > 1",
        page.document(),
        page.page());
    Sql.update(
        connection,
        """
        UPDATE sluice.document_page SET state = 'ocr', text = CASE WHEN ? THEN ? END,
          words = to_tsvector('simple', ?)
        WHERE document_id = ? AND page = ?
        """,
        withText,
        text,
        text,
        page.document(),
        page.page());
  }

  static void refuse(Connection connection, OcrPages.Taken page, String problem)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE sluice.document_page SET reason = ? WHERE document_id = ? AND page = ?",
        problem,
        page.document(),
        page.page());
  }

  /** A document before its pictures were read, with what they have given. */
  private record Read(byte[] textHash, String sample, long characters, String found, String all) {
    private static Read of(ResultSet row) throws SQLException {
      return new Read(
          row.getBytes("text_hash"),
          row.getString("sample"),
          row.getLong("characters"),
          row.getString("found"),
          row.getString("whole_text"));
    }

    Known known(Then then) {
      if (all != null) {
        return then.known(all.strip());
      }
      var shown = then.known((sample + "\n" + found).strip());
      if (textHash == null || characters <= WHOLE) {
        return shown;
      }
      // Its text is not stored: what it was is known by its hash.
      var hash = HexFormat.of().formatHex(textHash).toLowerCase(Locale.ROOT);
      return new Known(then.known(hash + "\n" + found).hash(), shown.sample());
    }
  }

  /** Once none of its pictures wait, a document is what it is with their text. */
  static void finish(Connection connection, long document, Then then) throws SQLException {
    Optional<Read> read =
        Sql.first(
            connection,
            """
            SELECT text_hash, sample, characters, (
                SELECT string_agg(text, E'\\n' ORDER BY page) FROM sluice.ocr_page AS one
                WHERE one.document_id = document.id AND text ~ '\\S') AS found, (
                SELECT CASE WHEN count(*) = count(text)
                  THEN string_agg(text, E'\\n' ORDER BY page, block) END
                FROM sluice.document_page AS one WHERE one.document_id = document.id) AS whole_text
            FROM sluice.document
            WHERE id = ? AND NOT EXISTS (
              SELECT FROM sluice.ocr_page AS one
              WHERE one.document_id = document.id AND image IS NOT NULL)
            """,
            Read::of,
            document);
    if (read.isEmpty()) {
      return;
    }
    if (read.get().found() != null) {
      take(connection, document, read.get(), then);
    }
    Sql.update(connection, "DELETE FROM sluice.ocr_page WHERE document_id = ?", document);
    judge(connection, document);
  }

  private static void take(Connection connection, long document, Read read, Then then)
      throws SQLException {
    var known = read.known(then);
    Sql.update(
        connection,
        """
        UPDATE sluice.document SET text_hash = ?, sample = ?, characters = characters + ?
        WHERE id = ?
        """,
        known.hash(),
        known.sample(),
        read.found().length(),
        document);
    if (read.textHash() != null) {
      Classifications.forget(connection, List.of(read.textHash()));
    }
    then.classify(connection, known.hash());
  }

  /** What has no text of its own is as its parts are. */
  private static void judge(Connection connection, long document) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE sluice.document SET pages_without_text = without, state = CASE
          WHEN document.state <> 'needs_ocr' THEN document.state
          WHEN with_text AND (reason IS NOT NULL OR parts_failed + parts_left > 0) THEN 'partial'
          WHEN with_text THEN 'text'
          WHEN unread THEN 'needs_ocr'
          WHEN parts_read > 0 THEN 'text'
          ELSE 'empty' END
        FROM (
          SELECT count(*) FILTER (WHERE block = 1 AND state NOT IN ('text', 'ocr')) AS without,
            bool_or(state IN ('text', 'ocr')) AS with_text, bool_or(state = 'needs_ocr') AS unread
          FROM sluice.document_page WHERE document_id = ?) AS page
        WHERE id = ?
        """,
        document,
        document);
    Sql.update(
        connection,
        """
        UPDATE sluice.document AS outermost SET state = inner_one.state
        FROM sluice.document_part AS part, sluice.document AS inner_one
        WHERE part.part_id = ? AND inner_one.id = part.part_id
          AND outermost.id = part.document_id AND outermost.state = 'needs_ocr'
          AND inner_one.state IN ('text', 'partial') AND NOT EXISTS (
            SELECT FROM sluice.document_page WHERE document_page.document_id = outermost.id)
        """,
        document);
  }
}
