package io.sluice.ledger.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.website.WebsitePages.Place;
import io.sluice.ledger.website.WebsitePages.Which;
import io.sluice.persistence.Beginning;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A page looks at so many rows at most, of however many lists. */
class WebsitePagesTest {
  private static final int BATCHES = 3;
  private static final int ROWS = 30_000;
  private static final int MOST_ROWS = 40_000;

  private static Database database;

  @BeforeAll
  static void fill() {
    database = TestDatabase.open();
    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.website_list (batch_id, columns, format)
        SELECT batch, '{Website}', 'csv' FROM generate_series(1, %d) AS batch;
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, domain, is_assumed,
          site_key, cells, scraping_status, scraping_reason)
        SELECT batch, nr, nr, 'x', 'a' || nr, true, 'k', '[]', 'FAILED',
          CASE WHEN batch = 1 AND nr = 9000 THEN 'timeout' ELSE 'refused' END
        FROM generate_series(1, %1$d) AS batch, generate_series(1, %d) AS nr;
        ANALYZE sluice.websites
        """
            .formatted(BATCHES, ROWS));
  }

  @AfterAll
  static void close() {
    database.close();
  }

  static Stream<Which> rare() {
    return Stream.of(
        new Which(null, "timeout", null, null, null),
        new Which(null, "timeout", null, null, new Beginning("a")));
  }

  @ParameterizedTest
  @MethodSource("rare")
  void a_page_ends_where_it_has_looked_at_so_many_rows_of_all_lists(Which which) {
    var pages = new WebsitePages(database);
    var ends = new ArrayList<Place>();
    var found = new ArrayList<Long>();
    var page = pages.ofAll(which, new Place(Long.MAX_VALUE, 0), 10);
    while (page.next().isPresent()) {
      page.rows().forEach(row -> found.add(row.row()));
      ends.add(page.next().get());
      page = pages.ofAll(which, page.next().get(), 10);
    }
    page.rows().forEach(row -> found.add(row.row()));
    assertThat(found).isEqualTo(List.of(9000L));
    assertThat(ends).hasSizeGreaterThanOrEqualTo(BATCHES * ROWS / MOST_ROWS);
    assertThat(ends.get(0).batch()).isEqualTo(2);
  }
}
