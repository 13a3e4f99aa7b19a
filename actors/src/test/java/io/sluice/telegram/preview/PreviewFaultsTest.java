package io.sluice.telegram.preview;

import static io.sluice.telegram.preview.PreviewNode.after;
import static io.sluice.telegram.preview.PreviewNode.ids;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.telegram.preview.PreviewServer.Reply;
import io.sluice.words.SilentPort;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A site that is in trouble, or that does not want us. */
class PreviewFaultsTest {
  private static final String NEWEST = "/s/harbour_news";
  private static final String OLDER = "/s/harbour_news?before=5";
  private static final Long[] ALL = {7L, 6L, 5L, 4L, 3L, 2L};

  private static PreviewNode node;

  @TempDir Path directory;
  private PreviewServer server;
  private PreviewSource source;

  @BeforeAll
  static void start() {
    node = new PreviewNode();
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  @BeforeEach
  void open() throws Exception {
    server = new PreviewServer(3).texts(2, 3, 4, 5, 6, 7);
    source = node.reader(server, directory).source(0);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private void assertReadsAll() throws Exception {
    assertThat(ids(node.read(source, Optional.empty()))).containsExactly(ALL);
  }

  private Duration between(int first, int second) {
    return Duration.between(server.requests().get(first).at(), server.requests().get(second).at());
  }

  private static Reply landing(String title, String extra) {
    return Reply.page(Pages.landing(title, Pages.extra(extra)));
  }

  private static Reply contact() {
    return Reply.page(Pages.landing("Telegram: Contact @harbour_news", ""));
  }

  @Test
  void asks_again_when_connections_break_and_when_the_server_fails() throws Exception {
    server.on(NEWEST, times -> times < 2 ? Reply.BREAK : null);
    server.on(OLDER, times -> times < 2 ? Reply.status(502) : null);
    assertReadsAll();
    assertThat(server.requests()).hasSize(7);
  }

  @Test
  void waits_as_many_seconds_as_it_is_told() throws Exception {
    server.on(OLDER, times -> times == 0 ? Reply.tooMany("1") : null);
    assertReadsAll();
    assertThat(between(1, 2)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void waits_until_the_time_that_it_is_told() throws Exception {
    var until = Instant.now().plusSeconds(2).truncatedTo(java.time.temporal.ChronoUnit.SECONDS);
    var date = DateTimeFormatter.RFC_1123_DATE_TIME.format(until.atOffset(ZoneOffset.UTC));
    server.on(NEWEST, times -> times == 0 ? Reply.tooMany(date) : null);
    assertReadsAll();
    assertThat(server.requests().get(1).at()).isAfterOrEqualTo(until);
  }

  @Test
  void no_posts_are_doubted_where_there_must_be_some() throws Exception {
    server.on(OLDER, times -> times == 0 ? Reply.noPosts() : null);
    assertReadsAll();
    assertThat(between(1, 2)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void no_posts_again_and_again_are_believed_in_the_end() throws Exception {
    server.on(OLDER, times -> Reply.noPosts());
    var arrivals = node.read(source, Optional.empty());
    assertThat(ids(arrivals)).containsExactly(7L, 6L, 5L);
    assertThat(after(arrivals).orElseThrow().isComplete()).isTrue();
    assertThat(server.asked(OLDER)).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "Telegram: Contact @harbour_news, '', is not there",
    "Telegram: View @harbour_news, 12 345 subscribers, does not show its messages on the web",
    "Telegram: View @harbour_news, '12 members, 3 online', is a group",
    "Telegram: Contact @harbour_news, @harbour_news, is a person or a bot",
    "Telegram: View @harbour_news, This channel can't be displayed because it was used, is"
        + " restricted"
  })
  void a_channel_that_is_not_shown_is_named_with_the_reason(
      String title, String extra, String reason) throws Exception {
    server.on(NEWEST, times -> Reply.redirect("/harbour_news"));
    server.on("/harbour_news", times -> landing(title, extra));
    assertThat(node.failure(source))
        .isInstanceOf(UnavailableChannelException.class)
        .hasMessageStartingWith("@harbour_news " + reason);
  }

  @Test
  void a_ban_for_a_while_is_waited_out() throws Exception {
    server.on(NEWEST, times -> times == 0 ? contact() : null);
    server.on("/s/telegram", times -> times == 0 ? contact() : null);
    assertReadsAll();
    assertThat(between(1, 2)).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void a_page_of_an_unknown_form_is_asked_for_again_and_kept() throws Exception {
    var html = "<html><body>something else</body></html>";
    server.on(NEWEST, times -> Reply.page(html));
    var failure = node.failure(source);
    assertThat(failure)
        .isInstanceOf(StrangePageException.class)
        .hasMessageStartingWith("@harbour_news: " + server.uri() + NEWEST)
        .hasMessageContaining("has a form that this program does not know");
    assertThat(server.asked(NEWEST)).isEqualTo(3);
    try (var kept = Files.list(directory)) {
      var file = kept.toList().get(0);
      assertThat(failure).hasMessageEndingWith("the page is kept in " + file);
      assertThat(file).hasContent(html);
    }
  }

  @Test
  void a_page_that_was_strange_by_chance_costs_nothing() throws Exception {
    server.on(OLDER, times -> times == 0 ? Reply.page("<html>cut") : null);
    assertReadsAll();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void of_strange_pages_the_newest_few_are_kept_and_none_is_long() throws Exception {
    var pages = new StrangePages(directory);
    var long_ = "x".repeat(2 << 20).getBytes(StandardCharsets.UTF_8);
    for (int i = 10; i < 35; i++) {
      pages.keep("channel" + i, long_);
    }
    try (var kept = Files.list(directory)) {
      var files = kept.toList();
      assertThat(files).hasSize(20).noneMatch(file -> file.toString().contains("channel10"));
      assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isEqualTo(1 << 20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://elsewhere.example/", "https://127.0.0.1:1/x", "://"})
  void a_redirect_to_another_site_is_not_followed(String location) throws Exception {
    server.on(NEWEST, times -> Reply.redirect(location));
    assertThat(node.failure(source))
        .isInstanceOf(StrangePageException.class)
        .hasMessageContaining("it sends us on to ");
  }

  @Test
  void a_redirect_without_end_is_strange() throws Exception {
    server.on(NEWEST, times -> Reply.redirect(NEWEST));
    assertThat(node.failure(source)).isInstanceOf(StrangePageException.class);
  }

  @Test
  void a_site_that_never_answered_is_given_up_soon() throws Exception {
    try (var silent = new SilentPort()) {
      var nobody = URI.create("http://127.0.0.1:" + silent.number());
      var began = System.nanoTime();
      assertThat(node.failure(node.reader(nobody, directory).source(0)))
          .isInstanceOf(UnreachableSiteException.class)
          .hasMessageContaining(nobody.toString())
          .hasMessageContaining("TELEGRAM_URL");
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }
  }
}
