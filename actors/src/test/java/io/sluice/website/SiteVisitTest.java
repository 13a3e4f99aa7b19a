package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.website.DoNotContact;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Visits of sites on loopback, which tell how they were treated. */
class SiteVisitTest {
  private SiteScene scene;
  private SiteVisit.Tools tools;

  @BeforeEach
  void begin() throws IOException {
    scene = new SiteScene();
    tools = scene.tools(SiteScene.settings());
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private CompletableFuture<SiteReading> visit(URI address) {
    return visit(address, false);
  }

  private CompletableFuture<SiteReading> visit(URI address, boolean assumed) {
    var site = new ListedSite(1, 0, null, assumed, address.toString());
    return new SiteVisit(tools, site, () -> true).read().toCompletableFuture();
  }

  private static SiteReading of(CompletableFuture<SiteReading> visit) throws Exception {
    return visit.get(1, TimeUnit.MINUTES);
  }

  private static SiteFault fault(CompletableFuture<SiteReading> visit) throws Exception {
    try {
      throw new AssertionError(visit.get(1, TimeUnit.MINUTES).toString());
    } catch (ExecutionException e) {
      return SiteFault.unwrapped(e.getCause());
    }
  }

  @Test
  void who_is_sent_on_to_a_host_waits_for_his_turn_there_like_any_other() throws Exception {
    scene.redirect(2, "/", scene.at(4, "/"));
    scene.redirect(3, "/", scene.at(4, "/"));
    scene.page(
        4,
        "/",
        exchange -> {
          pause(250);
          SiteScene.say(exchange, 200, Map.of(), SiteScene.html("Four"));
        });

    var visits = List.of(visit(scene.at(2, "/")), visit(scene.at(3, "/")), visit(scene.at(4, "/")));

    for (var visit : visits) {
      assertThat(of(visit).status()).isEqualTo(SiteStatus.SCRAPED);
    }
    assertThat(scene.asked(4).stream().filter("/"::equals)).hasSize(3);
    assertThat(scene.leastPause(4)).isGreaterThanOrEqualTo(SiteScene.DELAY);
  }

  /** The chunk of its domain is on another node, and is there first. */
  @Test
  void who_is_sent_on_to_a_host_of_another_node_comes_again() throws Exception {
    scene.redirect(2, "/", scene.at(3, "/"));
    scene.page(3, "/", SiteScene.html("Three"));
    var other = scene.gates();
    assertThat(other.enter("0.3").toCompletableFuture().get(1, TimeUnit.MINUTES).isNow()).isTrue();

    var fault = fault(visit(scene.at(2, "/")));

    assertThat(fault.isCrowded()).isTrue();
    assertThat(fault.pause().orElseThrow()).isBetween(Duration.ofMillis(1), HostGates.LEASE);
    assertThat(scene.asked(3)).isEmpty();
    other.leave("0.3");
    Waiting.until(
        "it is given back", () -> visit(scene.at(2, "/")).handle((r, f) -> f == null).join());
    assertThat(scene.asked(3)).startsWith("/robots.txt", "/");
  }

  private static void pause(int millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Test
  void rules_of_a_host_that_we_are_sent_on_to_are_obeyed() throws Exception {
    scene.redirect(2, "/", scene.at(3, "/secret/"));
    scene.robots(3, "User-agent: *\nDisallow: /secret/\n");

    var fault = fault(visit(scene.at(2, "/")));

    assertThat(fault.reason()).isEqualTo(SiteReason.ROBOTS);
    assertThat(fault).hasMessageContaining("/secret/");
    assertThat(scene.asked(3)).containsExactly("/robots.txt");
  }

  @Test
  void nobody_is_sent_on_to_who_is_not_to_be_contacted() throws Exception {
    new DoNotContact(scene.database).add(List.of(scene.host(3)));
    scene.redirect(2, "/", scene.at(3, "/"));

    assertThat(fault(visit(scene.at(2, "/"))).reason()).isEqualTo(SiteReason.DO_NOT_CONTACT);
    assertThat(scene.asked(3)).isEmpty();
  }

  @Test
  void a_host_that_asks_for_long_pauses_is_asked_for_its_home_page_alone() throws Exception {
    scene.robots(2, "User-agent: sluice\nCrawl-delay: 60\n");
    scene.page(2, "/", SiteScene.html("Two", "/contact", "/about"));

    var reading = of(visit(scene.at(2, "/")));

    assertThat(reading.status()).isEqualTo(SiteStatus.PARTIAL);
    assertThat(reading.reason()).contains(SiteReason.CRAWL_DELAY);
    assertThat(reading.detail()).contains("60 s");
    assertThat(scene.asked(2)).containsExactly("/robots.txt", "/");
    var other = fault(visit(scene.at(2, "/other")));
    assertThat(other.reason()).isEqualTo(SiteReason.CRAWL_DELAY);
    assertThat(other.pause().orElseThrow())
        .isBetween(Duration.ofSeconds(50), Duration.ofSeconds(60));
  }

  @Test
  void a_cookie_is_brought_back_in_its_chain_of_redirects_and_forgotten_then() throws Exception {
    scene.page(
        2,
        "/",
        exchange ->
            SiteScene.say(
                exchange,
                exchange.getRequestHeaders().containsKey("Cookie") ? 200 : 302,
                Map.of("Location", "/", "Set-Cookie", "seen=1; Path=/\nother=2"),
                SiteScene.html("Two", "/contact")));
    scene.page(2, "/contact", SiteScene.html("Contact"));

    assertThat(of(visit(scene.at(2, "/"))).status()).isEqualTo(SiteStatus.SCRAPED);

    assertThat(scene.cookies(2))
        .containsExactly("/robots.txt null", "/ null", "/ seen=1; other=2", "/contact null");
  }

  @Test
  void what_was_told_to_go_away_for_a_while_stays_away() throws Exception {
    scene.answer(2, "/", 429, Map.of("Retry-After", "120"));

    var fault = fault(visit(scene.at(2, "/")));

    assertThat(fault.reason()).isEqualTo(SiteReason.RATE_LIMITED);
    assertThat(fault.pause()).contains(Duration.ofMinutes(2));
    assertThat(fault(visit(scene.at(2, "/more"))).reason()).isEqualTo(SiteReason.CRAWL_DELAY);
    assertThat(scene.asked(2)).containsExactly("/robots.txt", "/");
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 503})
  void a_robots_txt_that_tells_to_go_away_for_a_while_closes_its_host(int status) throws Exception {
    scene.answer(2, "/robots.txt", status, Map.of("Retry-After", "120"));

    var fault = fault(visit(scene.at(2, "/")));

    assertThat(fault.reason()).isEqualTo(SiteReason.ROBOTS_UNREACHABLE);
    assertThat(fault.pause()).contains(Duration.ofMinutes(2));
    var next = fault(visit(scene.at(2, "/more")));
    assertThat(next.reason()).isEqualTo(SiteReason.CRAWL_DELAY);
    assertThat(next.pause().get()).isBetween(Duration.ofMinutes(1), Duration.ofMinutes(3));
    assertThat(scene.asked(2)).containsExactly("/robots.txt");
  }

  @Test
  void a_scheme_that_nobody_wrote_is_tried_the_other_way() throws Exception {
    // This server waits for more when it is greeted by TLS.
    tools = scene.tools(SiteScene.settings(Duration.ofSeconds(10), Duration.ZERO, true));
    scene.page(2, "/", SiteScene.html("Two"));
    var secure = URI.create(scene.at(2, "/").toString().replace("http:", "https:"));

    assertThat(of(visit(secure, true)).status()).isEqualTo(SiteStatus.SCRAPED);
  }

  @Test
  void it_is_followed_five_times_and_no_more() throws Exception {
    for (int i = 0; i < 8; i++) {
      scene.redirect(2, "/" + i, scene.at(2, "/" + (i + 1)));
    }
    scene.page(2, "/8", SiteScene.html("Eight"));

    assertThat(of(visit(scene.at(2, "/3"))).status()).isEqualTo(SiteStatus.SCRAPED);
    assertThat(fault(visit(scene.at(2, "/2"))).reason()).isEqualTo(SiteReason.REDIRECTS);
    scene.redirect(2, "/none", URI.create("mailto:ann"));
    assertThat(fault(visit(scene.at(2, "/none")))).hasMessage("answered 302 to no address");
  }

  @Test
  void a_page_that_does_not_want_to_be_found_is_left_out_where_that_is_wanted() throws Exception {
    tools = scene.tools(SiteScene.settings(SiteScene.TIMEOUT, Duration.ZERO, false));
    scene.page(2, "/", "<meta name=robots content=noindex>" + SiteScene.html("Two"));

    assertThat(fault(visit(scene.at(2, "/"))).reason()).isEqualTo(SiteReason.NOINDEX);
  }

  @Test
  void a_visit_that_nobody_wants_any_more_says_that_it_is_not_whole() throws Exception {
    scene.page(2, "/", SiteScene.html("Two", "/contact"));
    var site = new ListedSite(1, 0, null, false, scene.at(2, "/").toString());
    var visit = new SiteVisit(tools, site, () -> false);

    of(visit.read().toCompletableFuture());

    assertThat(visit.isGivenUp()).isTrue();
    assertThat(scene.asked(2)).containsExactly("/robots.txt", "/");
  }
}
