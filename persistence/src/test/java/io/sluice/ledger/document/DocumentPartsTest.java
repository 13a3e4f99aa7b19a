package io.sluice.ledger.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.document.DocumentRow.Page;
import io.sluice.ledger.document.DocumentRow.Part;
import io.sluice.ledger.document.DocumentRow.Text;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Documents within documents: each content once, forgotten with the last that has it. */
class DocumentPartsTest {
  private static final String PARTS =
      """
      SELECT whole.name, number, path, part.state, part.reason, encode(hash, 'escape'), uses
      FROM sluice.document_item AS whole JOIN sluice.document_part AS part USING (document_id)
      LEFT JOIN sluice.document ON id = part_id
      WHERE whole.batch_id = 1 ORDER BY 1, 2
      """;

  private static byte[] hash(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static Text text(String words, boolean whole, Part... parts) {
    return new Text(
        words.length(),
        "text/plain",
        "text",
        null,
        null,
        null,
        "{}",
        null,
        words.length(),
        parts.length,
        parts.length,
        0,
        0,
        words.isEmpty() ? null : hash(words),
        words,
        whole,
        List.of(parts),
        words.isEmpty() ? List.of() : List.of(new Page(1, 1, "text", words)));
  }

  private static Part read(String name, String content, Text text) {
    return new Part(name, hash(content), "read", null, null, text);
  }

  private static Part failed(String name) {
    return new Part(name, null, "failed", "encrypted", "it wants a password", null);
  }

  private static DocumentRow item(long batch, long number, String content, Text text) {
    return new DocumentRow(batch, number, content, hash(content), text);
  }

  private static Set<Long> insert(Database database, DocumentRow... rows) {
    return database.transaction(connection -> DocumentRows.insert(connection, List.of(rows), true));
  }

  private static void purge(Database database, long batch) {
    while (database.transaction(connection -> DocumentRows.forget(connection, batch, 1)) > 0) {
      // The next one.
    }
  }

  /** An archive with a text, and with one that has the same and a locked one. */
  private static Text archive() {
    var inner = text("", true, read("a.txt", "a", text("apples", true)), failed("locked.pdf"));
    return text("", true, read("inner.zip", "inner", inner), read("again.txt", "a", null));
  }

  @Test
  void all_that_is_within_is_told_by_its_path_and_each_content_is_once() {
    var address = TestDatabase.withSchema();
    try (var database = TestDatabase.open(address)) {
      var second = text("", true, archive().parts().get(0), failed("b.pdf"));
      assertThat(insert(database, item(1, 1, "first", archive()), item(1, 2, "second", second)))
          .isEmpty();
      assertThat(TestDatabase.query(address, PARTS).stream().map(Object::toString))
          .containsExactly(
              "[first, 1, inner.zip, read, null, inner, 2]",
              "[first, 2, inner.zip/a.txt, read, null, a, 4]",
              "[first, 3, inner.zip/locked.pdf, failed, encrypted, null, null]",
              "[first, 4, again.txt, read, null, a, 4]",
              "[second, 1, inner.zip, read, null, inner, 2]",
              "[second, 2, inner.zip/a.txt, read, null, a, 4]",
              "[second, 3, inner.zip/locked.pdf, failed, encrypted, null, null]",
              "[second, 4, b.pdf, failed, encrypted, null, null]");
      assertThat(new DocumentRows(database).isKnown(hash("a"))).isTrue();
      assertThat(insert(database, item(2, 1, "inner", null), item(2, 2, "a", null)))
          .containsExactlyInAnyOrder(1L, 2L);

      var found = new DocumentSearch(database).find("apples", 1L, null, 10).hits();
      assertThat(found)
          .singleElement()
          .extracting("name", "part")
          .containsExactly("first", "inner.zip/a.txt");
      assertThat(new DocumentSearch(database).find("apples", null, null, 10).hits())
          .singleElement()
          .extracting("batch", "name", "part")
          .containsExactly(2L, "a", null);

      purge(database, 1);
      assertThat(
              TestDatabase.query(
                  address, "SELECT encode(hash, 'escape'), uses FROM sluice.document ORDER BY 1"))
          .isEqualTo(List.of(List.of("a", "2"), List.of("inner", "1")));
      purge(database, 2);
      assertThat(TestDatabase.query(address, "SELECT id FROM sluice.document")).isEmpty();
      assertThat(TestDatabase.query(address, "SELECT number FROM sluice.document_part")).isEmpty();
    }
  }

  @Test
  void what_a_limit_of_the_outer_one_cut_is_read_again_by_itself() {
    var address = TestDatabase.withSchema();
    try (var database = TestDatabase.open(address)) {
      var cut = read("b.txt", "b", text("be", false));
      assertThat(insert(database, item(1, 1, "outer", text("", true, cut)))).isEmpty();
      assertThat(new DocumentRows(database).isKnown(hash("b"))).isFalse();
      assertThat(insert(database, item(1, 2, "b", text("bees", true)))).isEmpty();
      var other = text("", true, read("b.txt", "b", text("be", false)));
      assertThat(insert(database, item(2, 1, "other", other), item(2, 2, "outer", other)))
          .containsExactly(2L);
      assertThat(
              TestDatabase.query(
                  address,
                  """
                  SELECT whole, uses, sample FROM sluice.document
                  WHERE hash = 'b' ORDER BY whole, id
                  """))
          .isEqualTo(
              List.of(List.of("f", "1", "be"), List.of("f", "1", "be"), List.of("t", "1", "bees")));
      purge(database, 1);
      assertThat(
              TestDatabase.query(
                  address, "SELECT sample, uses FROM sluice.document ORDER BY sample, id"))
          .isEqualTo(
              List.of(List.of("", "1"), List.of("", "1"), List.of("be", "1"), List.of("be", "1")));
    }
  }

  @Test
  void of_items_with_many_parts_few_are_told_at_once() {
    var address = TestDatabase.withSchema();
    try (var database = TestDatabase.open(address)) {
      var many = new Part[15_000];
      for (int i = 0; i < many.length; i++) {
        many[i] = failed(i + ".pdf");
      }
      insert(
          database,
          item(1, 1, "small", text("one", true)),
          item(1, 2, "large", text("", true, many)),
          item(1, 3, "larger", text("", true, many)));
      var results = new DocumentResults(database).withParts();
      assertThat(results.lastAtOnce(1, 1, 1000)).isEqualTo(2);
      assertThat(results.lastAtOnce(1, 3, 1002)).isEqualTo(1002);
      assertThat(new DocumentResults(database).lastAtOnce(1, 1, 1000)).isEqualTo(1000);
      assertThat(results.rows(1, 1, 1000, List.of(ItemState.values()))).isEmpty();
    }
  }
}
