package io.sluice.ledger.document;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DocumentSearchTest {
  private Database database;

  @BeforeEach
  void openDatabase() {
    database = TestDatabase.open();
  }

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private static DocumentRow document(long batch, int number, String... pages) {
    var rows = new ArrayList<DocumentRow.Page>();
    for (var page : pages) {
      rows.add(new DocumentRow.Page(rows.size() + 1, 1, "text", page));
    }
    var text =
        new DocumentRow.Text(
            1,
            "text/plain",
            "text",
            null,
            "en",
            null,
            "{}",
            pages.length,
            1,
            0,
            0,
            0,
            0,
            null,
            "",
            true,
            List.of(),
            rows);
    return new DocumentRow(batch, number, "document-" + number, new byte[] {(byte) number}, text);
  }

  private void store(DocumentRow... documents) {
    database.transaction(connection -> DocumentRows.insert(connection, List.of(documents), true));
  }

  private static List<String> told(DocumentSearch.Found found) {
    return found.hits().stream().map(hit -> hit.name() + " " + hit.page()).toList();
  }

  @Test
  void finds_all_words_phrases_others_and_what_is_without() {
    store(
        document(1, 1, "a long swell from the west", "light airs"),
        document(2, 2, "from the swell a west long ago", "the long swell of autumn"));
    var search = new DocumentSearch(database);

    assertThat(told(search.find("swell long", null, null, 9)))
        .containsExactlyInAnyOrder("document-1 1", "document-2 1", "document-2 2");
    assertThat(told(search.find("\"long swell\"", null, null, 9)))
        .containsExactlyInAnyOrder("document-1 1", "document-2 2");
    assertThat(told(search.find("airs or autumn", null, null, 9)))
        .containsExactlyInAnyOrder("document-1 2", "document-2 2");
    assertThat(told(search.find("swell -ago", 2L, null, 9))).containsExactly("document-2 2");
    assertThat(told(search.find("?!", null, null, 9))).isEmpty();
  }

  @Test
  void says_that_there_are_more_than_it_has_ranked() {
    var pages = new String[12];
    Arrays.fill(pages, "tide and tide again");
    store(document(1, 1, pages), document(2, 2, "tide"));
    var search = new DocumentSearch(database, 10, 20);

    assertThat(search.find("tide", null, null, 5).more()).isTrue();
    assertThat(search.find("tide", null, null, 5).hits()).hasSize(5);
    assertThat(search.find("tide", 1L, null, 5).more()).isTrue();
    assertThat(search.find("tide", 2L, null, 5).more()).isFalse();
    assertThat(search.find("again", null, null, 5).more()).isTrue();
    assertThat(search.find("ebb", null, null, 5).more()).isFalse();
  }

  @Test
  void says_that_not_all_pages_were_looked_at_for_an_order_though_none_has_it() {
    var pages = new String[12];
    Arrays.fill(pages, "ebb and flow");
    store(document(1, 1, pages));

    var looked = new DocumentSearch(database, 10, 11).find("\"flow and ebb\"", null, null, 5);
    assertThat(looked.hits()).isEmpty();
    assertThat(looked.more()).isTrue();
    assertThat(new DocumentSearch(database, 10, 12).find("\"flow and ebb\"", null, null, 5).more())
        .isFalse();
  }
}
