package io.sluice.website;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.page.FetchedPage;
import io.sluice.persistence.Sql;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a site has answered is good for a while, for all nodes. */
class PageClientTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private SiteScene scene;
  private PageClient client;

  @BeforeEach
  void begin() throws IOException {
    scene = new SiteScene();
    client = scene.client(SiteScene.settings(SiteScene.TIMEOUT, HOUR, true));
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private FetchedPage get(int site, String path) throws Exception {
    return get(site, path, new ChainCookies());
  }

  private FetchedPage get(int site, String path, ChainCookies cookies) throws Exception {
    var ask = new PageClient.Ask(scene.at(site, path), false, cookies, SiteScene.atOnce());
    // Copied, since the bytes are the budget's again when it was read.
    return client
        .page(
            ask,
            page ->
                new FetchedPage(
                    page.address(), page.status(), page.headers(), page.body().clone(), page.cut()))
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private static String text(FetchedPage page) {
    return new String(page.body(), StandardCharsets.UTF_8);
  }

  /** Seconds that an answer is good for yet, when it is kept. */
  private long goodFor(int site, String path) {
    Waiting.until("it is kept", () -> expiry(site, path).isPresent());
    return expiry(site, path).orElseThrow();
  }

  private Optional<Long> expiry(int site, String path) {
    return scene.database.query(
        connection ->
            Sql.first(
                connection,
                """
                SELECT extract(epoch FROM expires_at - now())::bigint
                FROM sluice.page_cache WHERE address = ?
                """,
                row -> row.getLong(1),
                scene.at(site, path).toString()));
  }

  private void age() {
    scene.database.transaction(
        connection ->
            Sql.update(
                connection, "UPDATE sluice.page_cache SET expires_at = now() - interval '1 s'"));
  }

  @Test
  void an_answer_that_is_good_still_is_asked_for_once() throws Exception {
    scene.page(2, "/", SiteScene.html("Two"));
    var first = get(2, "/");
    assertThat(goodFor(2, "/")).isBetween(3500L, 3600L);

    client = scene.client(SiteScene.settings(SiteScene.TIMEOUT, HOUR, true));
    var second = get(2, "/");

    assertThat(text(second)).isEqualTo(text(first)).contains("Two");
    assertThat(second.headers()).isEqualTo(first.headers()).containsKey("content-type");
    assertThat(scene.asked(2)).containsExactly("/");
    assertThat(
            scene.database.<Long>query(
                connection ->
                    Sql.first(
                            connection,
                            "SELECT length(body)::bigint FROM sluice.page_cache",
                            row -> row.getLong(1))
                        .orElseThrow()))
        .as("packed")
        .isLessThan(first.body().length / 2);
  }

  @Test
  void an_old_one_whose_tag_cannot_be_sent_is_asked_for_anew() throws Exception {
    scene.page(2, "/", exchange -> SiteScene.say(exchange, 200, Map.of("ETag", "\"a\tb\""), "x"));
    get(2, "/");
    goodFor(2, "/");
    age();
    assertThat(text(get(2, "/"))).isEqualTo("x");
    assertThat(scene.asked(2)).hasSize(2);
  }

  @Test
  void one_that_is_old_is_confirmed_or_replaced() throws Exception {
    var version = new AtomicInteger(1);
    scene.page(
        2,
        "/",
        exchange -> {
          var tag = "\"v" + version.get() + "\"";
          var known = tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"));
          var body = known ? "" : "version " + version.get();
          SiteScene.say(exchange, known ? 304 : 200, Map.of("ETag", tag), body);
        });
    get(2, "/");
    goodFor(2, "/");
    age();

    var confirmed = get(2, "/");

    assertThat(confirmed.status()).isEqualTo(200);
    assertThat(text(confirmed)).isEqualTo("version 1");
    Waiting.until("it is good again", () -> goodFor(2, "/") > 3000);
    assertThat(text(get(2, "/"))).isEqualTo("version 1");
    assertThat(scene.asked(2)).hasSize(2);
    age();
    version.set(2);
    assertThat(text(get(2, "/"))).isEqualTo("version 2");
  }

  @Test
  void that_nothing_is_there_is_good_for_a_tenth_of_the_time() throws Exception {
    get(2, "/none");
    assertThat(goodFor(2, "/none")).isBetween(300L, 360L);
  }

  @Test
  void what_is_for_one_visitor_or_for_now_is_not_kept() throws Exception {
    scene.answer(2, "/busy", 429, Map.of("Retry-After", "1"));
    scene.answer(2, "/broken", 500, Map.of());
    scene.answer(2, "/set", 302, Map.of("Location", "/", "Set-Cookie", "a=1"));
    scene.page(2, "/", SiteScene.html("Two"));
    var cookies = new ChainCookies();
    for (var path : List.of("/busy", "/broken", "/set", "/")) {
      get(2, path, cookies);
      get(2, path, cookies);
    }
    get(2, "/last");
    goodFor(2, "/last");

    assertThat(scene.cookies(2))
        .containsExactly(
            "/busy null",
            "/busy null",
            "/broken null",
            "/broken null",
            "/set null",
            "/set a=1",
            "/ a=1",
            "/ a=1",
            "/last null");
    assertThat(
            scene.database.<List<String>>query(
                connection ->
                    Sql.list(
                        connection,
                        "SELECT address FROM sluice.page_cache",
                        row -> row.getString(1))))
        .containsExactly(scene.at(2, "/last").toString());
  }

  @Test
  void what_is_kept_and_longer_than_may_be_is_asked_for_again() throws Exception {
    scene.page(2, "/", "x".repeat(90_000));
    get(2, "/");
    goodFor(2, "/");
    var kept = scene.cache(HOUR);

    assertThat(kept.find(scene.at(2, "/"), 90_000)).isPresent();
    assertThat(kept.find(scene.at(2, "/"), 89_999)).isEmpty();
    assertThat(kept.has(scene.at(2, "/")).toCompletableFuture())
        .succeedsWithin(Duration.ofMinutes(1))
        .isEqualTo(true);
    assertThat(scene.cache(Duration.ZERO).has(scene.at(2, "/")).toCompletableFuture())
        .isCompletedWithValue(false);
  }

  @Test
  void answers_are_counted_by_where_they_are_from() throws Exception {
    scene.page(2, "/", "x".repeat(1000));
    get(2, "/");
    goodFor(2, "/");
    get(2, "/");

    assertThat(scene.counted("sluice_website_answers", "from", "site")).isEqualTo(1);
    assertThat(scene.counted("sluice_website_answers", "from", "cache")).isEqualTo(1);
    assertThat(scene.counted("sluice_website_bytes", "from", "cache")).isEqualTo(1000);
  }
}
