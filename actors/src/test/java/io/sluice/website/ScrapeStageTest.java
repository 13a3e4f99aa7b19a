package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemWork;
import io.sluice.http.HttpFailure;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.ledger.website.WebsiteList.Place;
import io.sluice.persistence.DatabaseException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What becomes of a row of a list, by what its site does. */
class ScrapeStageTest {
  private SiteScene scene;
  private ScrapeStage stage;

  @BeforeEach
  void begin() throws IOException {
    scene = new SiteScene();
    stage = new ScrapeStage(scene.tools(SiteScene.settings()), scene.metrics);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private ItemOutcome<RowReading> outcome(int site, int delays) throws Exception {
    return outcome(row(site, null), 0, delays, true);
  }

  private Place row(int site, String problem) {
    var address = scene.at(site, "/").toString();
    var host = scene.host(site);
    return problem == null
        ? new Place(1, host, address, false, host, host, null)
        : new Place(1, host, null, false, "", "", problem);
  }

  private ItemOutcome<RowReading> outcome(Place row, long same, int delays, boolean wanted)
      throws Exception {
    var item = new Item(1, ListedSite.listed(row, same).address(), 0, 0, delays);
    return stage
        .work(new ItemWork(new Fence("chunk-1", 1), 1, "websites-1", item, false, () -> wanted))
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private static SiteReading passed(ItemOutcome<RowReading> outcome) {
    assertThat(outcome).isInstanceOf(ItemOutcome.Passed.class);
    return ((ItemOutcome.Passed<RowReading>) outcome).value().reading();
  }

  private static String failed(ItemOutcome<RowReading> outcome) {
    assertThat(outcome).isInstanceOf(ItemOutcome.Failed.class);
    return ((ItemOutcome.Failed<RowReading>) outcome).reason();
  }

  private static ItemOutcome.Later<RowReading> later(ItemOutcome<RowReading> outcome) {
    assertThat(outcome).isInstanceOf(ItemOutcome.Later.class);
    return (ItemOutcome.Later<RowReading>) outcome;
  }

  @Test
  void a_site_that_says_something_has_passed() throws Exception {
    scene.page(2, "/", SiteScene.html("Two", "/contact"));
    scene.page(2, "/contact", SiteScene.html("Contact"));

    assertThat(passed(outcome(2, 0)).status()).isEqualTo(SiteStatus.SCRAPED);
    assertThat(scene.counted("sluice_websites", "status", "scraped")).isEqualTo(1);
  }

  @Test
  void rows_without_a_site_and_those_that_are_not_to_be_asked_ask_for_nothing() throws Exception {
    new DoNotContact(scene.database).add(List.of(scene.host(2)));

    assertThat(failed(outcome(row(2, "no_host"), 0, 0, true))).isEqualTo("no_host");
    assertThat(passed(outcome(row(2, null), 7, 0, true)).reason()).contains(SiteReason.DUPLICATE);
    assertThat(passed(outcome(row(2, null), 0, 0, true)).reason())
        .contains(SiteReason.DO_NOT_CONTACT);
    assertThat(outcome(row(2, null), 0, 0, false)).isInstanceOf(ItemOutcome.Abandoned.class);
    assertThat(scene.asked(2)).isEmpty();
    assertThat(scene.counted("sluice_websites", "reason", "bad_row")).isEqualTo(1);
    assertThat(scene.counted("sluice_websites", "status", "skipped")).isEqualTo(2);
  }

  @Test
  void what_may_pass_is_tried_once_more_and_what_stays_is_not() throws Exception {
    scene.answer(2, "/", 500, Map.of());
    var again = later(outcome(2, 0));
    assertThat(again.delays()).isEqualTo(15);
    assertThat(again.notBefore()).isBefore(Instant.now().plusSeconds(2));
    assertThat(failed(outcome(2, 15))).isEqualTo("http_5xx");

    scene.answer(3, "/", 403, Map.of());
    assertThat(failed(outcome(3, 0))).isEqualTo("forbidden");
    assertThat(failed(outcome(4, 0))).isEqualTo("http_4xx");
  }

  @Test
  void who_asks_for_a_pause_has_it_ten_times_but_none_of_more_than_ten_minutes() throws Exception {
    scene.answer(2, "/", 429, Map.of("Retry-After", "60"));
    scene.answer(3, "/", 429, Map.of("Retry-After", "60"));
    scene.answer(4, "/", 429, Map.of("Retry-After", "601"));

    var again = later(outcome(2, 0));
    assertThat(again.delays()).isEqualTo(3);
    assertThat(again.notBefore()).isAfter(Instant.now().plusSeconds(55));
    assertThat(later(outcome(2, 3)).delays()).as("it is not asked meanwhile").isEqualTo(1);
    assertThat(scene.asked(2)).containsExactly("/robots.txt", "/");
    assertThat(failed(outcome(2, 29))).isEqualTo("rate_limited");
    assertThat(failed(outcome(3, 27))).isEqualTo("rate_limited");
    assertThat(failed(outcome(4, 0))).isEqualTo("rate_limited");
  }

  @Test
  void a_second_site_of_a_host_comes_again_without_blame() throws Exception {
    var first = scene.gates.enter("0.2").toCompletableFuture().get(1, TimeUnit.MINUTES);
    assertThat(first.isNow()).isTrue();

    assertThat(later(outcome(2, 0)).delays()).isZero();
    assertThat(scene.asked(2)).isEmpty();
  }

  @Test
  void a_page_that_is_missing_for_now_is_tried_once_more_and_the_rest_kept_then() throws Exception {
    scene.page(2, "/", SiteScene.html("Two", "/contact"));
    scene.answer(2, "/contact", 500, Map.of());

    assertThat(later(outcome(2, 0)).delays()).isEqualTo(15);
    var reading = passed(outcome(2, 15));
    assertThat(reading.status()).isEqualTo(SiteStatus.PARTIAL);
    assertThat(reading.reason()).contains(SiteReason.HTTP_5XX);
    assertThat(reading.facts().title()).isPresent();
  }

  private void failsWith(RuntimeException problem) {
    var tools = scene.tools(SiteScene.settings());
    stage =
        new ScrapeStage(
            new SiteVisit.Tools(
                tools.client(),
                tools.robots(),
                tools.gates(),
                tools.reader(),
                host -> CompletableFuture.failedFuture(problem),
                tools.settings()),
            scene.metrics);
  }

  @Test
  void what_should_not_be_costs_its_site_alone_but_a_database_that_is_away_the_run()
      throws Exception {
    failsWith(new IllegalStateException("a fault of ours"));
    assertThat(failed(outcome(2, 0))).isEqualTo("unreadable");

    failsWith(new DatabaseException("it is away"));
    assertThatThrownBy(() -> outcome(2, 0)).hasRootCauseInstanceOf(DatabaseException.class);
  }

  @Test
  void whatever_a_request_fails_with_has_its_reason() {
    for (var reason : HttpFailure.Reason.values()) {
      var fault = SiteFault.of(reason, "as it was");
      assertThat(fault.reason().status()).as(reason.name()).isEqualTo(SiteStatus.FAILED);
      assertThat(fault.isPassing())
          .as(reason.name())
          .isEqualTo(
              switch (reason) {
                case DNS_TIMEOUT, TOO_SLOW, CONNECT, BROKEN -> true;
                case NXDOMAIN, TLS, TOO_LARGE, PRIVATE_ADDRESS, REFUSED -> false;
              });
    }
  }
}
