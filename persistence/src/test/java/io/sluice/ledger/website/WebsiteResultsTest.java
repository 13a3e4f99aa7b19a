package io.sluice.ledger.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.batch.ItemState;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebsiteResultsTest {
  private static Database database;

  @BeforeAll
  static void openDatabase() {
    database = TestDatabase.open();
    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.website_list (batch_id, columns, format, rows)
        VALUES (1, '{name,line}', 'csv', 4);
        INSERT INTO sluice.websites (batch_id, list_row, line, website_url, address, is_assumed,
          domain, site_key, cells, scraping_status, message_status, generated_message, facts)
        SELECT 1, n, n + 1, 'x', 'https://' || host || ':8080/a', false,
          regexp_replace(host, '^shop.', ''), host, '["a", "=1"]', 'SCRAPED', 'APPROVED', 'Dear',
          jsonb_build_object('emails', jsonb_build_array(
            jsonb_build_object('value', 'info@x.test'), jsonb_build_object('value', mail)),
            'pages', jsonb_build_array(jsonb_build_object('address', 'https://' || read || '/a')))
        FROM (VALUES (1, 'good.test', 'a@good.test', 'good.test'),
          (2, 'shop.one.test', 'a@one.test', 'one.test'),
          (3, 'two.test', 'Boss@Barred.test', 'two.test'),
          (4, 'three.test', 'a@three.test', 'WWW.four.test:8080'))
          AS one (n, host, mail, read);
        INSERT INTO sluice.item (batch_id, number, key, address, state)
        SELECT 1, 5 - n, lpad(to_hex(n), 32, '0')::uuid, 'x', 'done' FROM generate_series(1, 4) n;
        INSERT INTO sluice.do_not_contact (entry)
        VALUES ('shop.one.test'), ('barred.test'), ('four.test')
        """);
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  private static Map<Object, Object> statuses(List<List<Object>> rows, List<String> columns) {
    var statuses = new TreeMap<Object, Object>();
    rows.forEach(
        row ->
            statuses.put(
                row.get(columns.indexOf("sluice_line")),
                row.get(columns.indexOf("message_status"))
                    + " "
                    + row.get(columns.indexOf("generated_message"))));
    return statuses;
  }

  @Test
  void rows_are_those_of_the_list_and_nothing_of_ours_is_told_of_those_not_to_be_contacted() {
    var results = new WebsiteResults(database).of(1);
    var columns = results.columns();
    var rows = results.rows(1, 1, 4, List.of(ItemState.values()));

    assertThat(columns).startsWith("name", "line", "sluice_line");
    assertThat(rows.get(0)).startsWith("a", "=1", 2L);
    assertThat(statuses(rows, columns))
        .isEqualTo(
            Map.of(
                2L, "APPROVED Dear",
                3L, "SKIPPED null",
                4L, "SKIPPED null",
                5L, "SKIPPED null"));
    assertThat(results.approved().rows(1, 1, 4, List.of(ItemState.values()))).hasSize(1);
  }

  @Test
  void rows_that_are_not_listed_yet_are_told_too() {
    assertThat(new WebsiteResults(database).last(1, 2)).isEqualTo(4);
    assertThat(new WebsiteResults(database).last(7, 2)).isEqualTo(2);
  }
}
