package io.sluice.ledger.website;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.ledger.FencedException;
import io.sluice.ledger.Runs;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.NewBatch;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.message.MessageTerms;
import io.sluice.ledger.node.LoneNode;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WebsiteListTest {
  private static DatabaseAddress address;
  private static Database database;
  private static Runs runs;

  @BeforeAll
  static void openDatabase() {
    address = TestDatabase.withSchema();
    database = TestDatabase.open(address);
    runs = new Runs(database, LoneNode.in(database));
  }

  @AfterAll
  static void closeDatabase() {
    database.close();
  }

  @Test
  void rows_come_out_by_their_domains_and_those_of_a_site_together() {
    var list = list(batch());
    list.begin(List.of("url"), "csv", Optional.empty());
    list.add(
        List.of(
            row(1, "www.b.example", "b.example"),
            row(2, "a.example", "a.example"),
            bad(3),
            row(4, "www.b.example", "b.example"),
            row(5, "b.example", "b.example")));
    list.complete(5, 1);

    assertThat(list.blankIfComplete()).contains(1L);
    assertThat(all(list)).containsExactly(3L, 2L, 5L, 1L, 4L);
  }

  @Test
  void a_list_that_is_stored_again_is_stored_once() {
    var batch = batch();
    var list = list(batch);
    list.begin(List.of("url"), "csv", Optional.empty());
    list.add(List.of(row(1, "a.example", "a.example")));
    var again = list(batch);
    assertThat(again.blankIfComplete()).isEmpty();
    again.begin(List.of("url", "name"), "csv", Optional.empty());
    again.add(List.of(row(1, "a.example", "a.example"), row(2, "b.example", "b.example")));
    again.complete(2, 0);

    assertThat(all(again)).containsExactly(1L, 2L);
    assertThatThrownBy(() -> list.add(List.of(row(3, "c.example", "c.example"))))
        .isInstanceOf(FencedException.class);
    assertThat(all(again)).containsExactly(1L, 2L);
  }

  @Test
  void a_row_is_stored_as_it_is_whatever_signs_it_has() {
    var batch = batch();
    var list = list(batch);
    list.begin(List.of("url"), "csv", Optional.empty());
    var odd = "a\\N\tb\nc\rd\\.\u00e9\ud83d\ude00";
    list.add(
        List.of(
            new ListRow(
                1,
                2,
                odd,
                null,
                false,
                "",
                "",
                "[\"a\\tb\\\\N\"]",
                odd,
                "",
                "\\N",
                "no_host",
                "\\.")));

    assertThat(
            TestDatabase.query(
                address,
                """
                SELECT website_url, contact_form_url, company_name, industry, scraping_status,
                  scraping_reason, scraping_detail, cells ->> 0, message_status, address
                FROM sluice.websites WHERE batch_id = %d
                """
                    .formatted(batch.id())))
        .containsExactly(
            Arrays.asList(
                odd, odd, "", "\\N", "FAILED", "no_host", "\\.", "a\tb\\N", "SKIPPED", null));
  }

  @Test
  void of_a_list_that_became_another_one_nothing_is_left() {
    var batch = batch();
    var list = list(batch);
    list.begin(List.of("url"), "csv", Optional.empty());
    list.add(List.of(row(1, "a.example", "a.example"), row(2, "old.example", "old.example")));
    var again = list(batch);
    again.begin(List.of("url"), "csv", Optional.empty());
    again.add(List.of(row(1, "new.example", "new.example")));
    again.complete(1, 0);

    assertThat(again.after(Optional.empty(), 10))
        .extracting(WebsiteList.Place::address)
        .containsExactly("https://new.example/");
  }

  @Test
  void what_messages_may_take_holds_from_the_first_on() {
    var batch = batch();
    var list = list(batch);
    var terms = new MessageTerms.Terms("Dear {{url}}", true, null, null);
    list.begin(List.of("url"), "csv", Optional.of(new WebsiteList.Messages(terms, 500L, 7L)));

    var budget = new MessageBudgets(database).of(batch.id()).orElseThrow();
    assertThat(budget.mostTokens()).isEqualTo(500);
    assertThat(budget.mostCost()).isEqualTo(7);

    new MessageBudgets(database).set(batch.id(), 900L, null);
    list(batch)
        .begin(List.of("url"), "csv", Optional.of(new WebsiteList.Messages(terms, 500L, 7L)));
    assertThat(new MessageBudgets(database).of(batch.id()).orElseThrow().mostTokens())
        .as("what somebody has allowed since then")
        .isEqualTo(900);
  }

  private static BatchRow batch() {
    return new Batches(database)
        .create(new NewBatch(Optional.empty(), "websites", "{}", Optional.empty()));
  }

  private static WebsiteList list(BatchRow batch) {
    var run = runs.begin("batch-" + batch.id()).fence();
    return new WebsiteList(database, run, batch.id());
  }

  private static List<Long> all(WebsiteList list) {
    var rows = new ArrayList<Long>();
    var next = list.after(Optional.empty(), 2);
    while (!next.isEmpty()) {
      next.forEach(place -> rows.add(place.row()));
      next = list.after(Optional.of(next.get(next.size() - 1)), 2);
    }
    return rows;
  }

  private static ListRow row(long row, String host, String domain) {
    var address = "https://" + host + "/";
    return new ListRow(
        row, row + 1, host, address, true, domain, address, "[]", null, null, null, null, null);
  }

  private static ListRow bad(long row) {
    return new ListRow(
        row, row + 1, "?", null, false, "", "", "[]", null, null, null, "no_host", "none");
  }
}
