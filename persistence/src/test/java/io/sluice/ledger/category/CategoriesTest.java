package io.sluice.ledger.category;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.sluice.ledger.category.Categories.Category;
import io.sluice.ledger.category.Categories.Example;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CategoriesTest {
  private static final String DOCUMENTS =
      """
      WITH made AS (
        INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages_without_text,
          characters, parts_found, parts_read, parts_failed, parts_left, text_hash, sample, uses)
        SELECT name::bytea, 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0, 0, said::bytea,
          'sample of ' || name, 1
        FROM (VALUES ('a', 'lease'), ('b', 'lease'), ('c', 'rent'), ('scan', null)) AS one (name, said)
        RETURNING id)
      INSERT INTO sluice.document_item (batch_id, item, document_id, name)
      SELECT 7, row_number() OVER (ORDER BY id), id, 'name' FROM made
      """;

  private Database database;
  private Categories categories;

  @BeforeEach
  void open() {
    var address = TestDatabase.withSchema();
    database = TestDatabase.open(address);
    TestDatabase.execute(address, DOCUMENTS);
    categories = new Categories(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static byte[] hash(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void they_have_descriptions_and_every_change_shows() {
    long before = categories.change();
    categories.put("letters", "");
    categories.put("contracts", "what two parties agree on");
    categories.put("letters", "from one to another\u0000");
    assertThat(categories.change()).isEqualTo(before + 3);
    assertThat(categories.all())
        .extracting(Category::name, Category::description)
        .containsExactly(
            tuple("contracts", "what two parties agree on"),
            tuple("letters", "from one to another\uFFFD"));
    assertThat(categories.remove("letters")).isTrue();
    assertThat(categories.remove("letters")).isFalse();
  }

  @Test
  void examples_are_texts_and_a_text_is_of_the_last_category_that_was_said() {
    assertThat(categories.learn("contracts", List.of(hash("a"), hash("scan"), hash("unknown"))))
        .isEqualTo(1);
    assertThat(categories.examples(9)).containsExactly(new Example("contracts", "sample of a"));
    assertThat(categories.learn("letters", List.of(hash("b"), hash("c"), hash("scan"))))
        .isEqualTo(2);
    assertThat(categories.all())
        .extracting(Category::name, Category::examples)
        .containsExactly(tuple("contracts", 0L), tuple("letters", 2L));
    assertThat(categories.examples(1)).hasSize(1);
    categories.remove("letters");
    assertThat(categories.examples(9)).isEmpty();
  }
}
