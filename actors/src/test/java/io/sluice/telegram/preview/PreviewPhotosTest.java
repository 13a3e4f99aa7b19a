package io.sluice.telegram.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.channel.PhotoOutcome;
import io.sluice.metrics.Scrape;
import io.sluice.metrics.Stage;
import io.sluice.persistence.Waiting;
import io.sluice.photo.FetchedPhoto;
import io.sluice.telegram.preview.PreviewServer.Reply;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewPhotosTest {
  private static final String OLD = "/file/old.jpg";
  private static final String NEW = "/file/new.jpg";
  private static final byte[] BYTES = {1, 2, 3, 4};
  private static final String ITS_PAGE = "/s/harbour_news?before=8";

  private static PreviewNode node;

  @TempDir Path directory;
  private PreviewServer server;
  private PreviewPhotos photos;

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
    server = new PreviewServer(20).texts(3, 9);
    server.post(7, Pages.photo("7", "new"));
    server.on(NEW, times -> picture());
    photos = node.reader(server, directory).photos();
  }

  @AfterEach
  void close() {
    server.close();
  }

  private static Reply picture() {
    return new Reply(200, Map.of(), BYTES);
  }

  private CompletableFuture<FetchedPhoto> asking(URI url) {
    return photos
        .fetch(PreviewServer.CHANNEL, new PhotoOnPage(url, 7, 7), () -> true)
        .toCompletableFuture();
  }

  private FetchedPhoto fetch(String path) throws Exception {
    return PreviewNode.await(asking(server.uri().resolve(path)));
  }

  private static void assertWhole(FetchedPhoto fetched) {
    assertThat(fetched).isInstanceOf(FetchedPhoto.Bytes.class);
    var bytes = (FetchedPhoto.Bytes) fetched;
    assertThat(bytes.bytes()).isEqualTo(BYTES);
    bytes.release().run();
  }

  private static FetchedPhoto.Failed failed(FetchedPhoto fetched, PhotoOutcome outcome) {
    assertThat(fetched).isInstanceOf(FetchedPhoto.Failed.class);
    var failed = (FetchedPhoto.Failed) fetched;
    assertThat(failed.outcome()).isEqualTo(outcome);
    return failed;
  }

  @Test
  void a_photo_comes_from_where_its_post_says() throws Exception {
    assertWhole(fetch(NEW));
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void an_address_that_is_no_more_is_renewed_from_its_page() throws Exception {
    assertWhole(fetch(OLD));
    assertThat(server.requests())
        .extracting(PreviewServer.Request::path)
        .containsExactly(OLD, ITS_PAGE, NEW);
  }

  @Test
  void one_page_renews_the_addresses_of_all_its_photos() throws Exception {
    assertWhole(fetch(OLD));
    assertWhole(fetch(OLD));
    assertThat(server.asked(ITS_PAGE)).isEqualTo(1);
  }

  @Test
  void one_that_its_page_has_no_longer_either_is_missing() throws Exception {
    server.on(NEW, times -> Reply.status(404));
    assertThat(failed(fetch(OLD), PhotoOutcome.MISSING).reason())
        .isEqualTo("404, also at the address that its page gives now");
    assertThat(server.asked(ITS_PAGE)).isEqualTo(3);
    assertThat(server.asked(NEW)).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {403, 404, 410, 204, 200})
  void one_answer_that_there_is_no_photo_is_not_believed(int status) throws Exception {
    var page = " <!DOCTYPE html><title>Bad gateway</title>".getBytes(StandardCharsets.UTF_8);
    server.on(
        NEW,
        times ->
            times > 0
                ? picture()
                : new Reply(status, Map.of(), status == 200 ? page : new byte[0]));
    assertWhole(fetch(NEW));
    assertThat(server.asked(NEW)).isEqualTo(2);
  }

  @Test
  void a_host_that_answers_by_a_page_each_time_gives_that_page() throws Exception {
    server.on(NEW, times -> Reply.page("<html>no</html>"));
    assertThat(fetch(NEW)).isInstanceOf(FetchedPhoto.Bytes.class);
    assertThat(server.asked(NEW)).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({"bytes 0-3/4, 1", "bytes 0-3/5, 2", "bytes 1-4/5, 2", "bytes */4, 2", ", 2"})
  void a_part_of_a_photo_is_whole_only_if_it_is_all_of_it(String range, int asked)
      throws Exception {
    var headers = range == null ? Map.<String, String>of() : Map.of("Content-Range", range);
    server.on(NEW, times -> times == 0 ? new Reply(206, headers, BYTES) : picture());
    assertWhole(fetch(NEW));
    assertThat(server.asked(NEW)).isEqualTo(asked);
  }

  @Test
  void a_redirect_to_another_host_asks_that_hosts_origin() throws Exception {
    try (var other = new PreviewServer(20)) {
      other.on("/file/a.jpg", times -> times == 0 ? Reply.tooMany("1") : picture());
      server.on(NEW, times -> Reply.redirect(other.uri() + "/file/a.jpg"));
      var both = node.reader(server, directory, other.port()).photos();
      var reference = new PhotoOnPage(server.uri().resolve(NEW), 7, 7);
      assertWhole(PreviewNode.await(both.fetch(PreviewServer.CHANNEL, reference, () -> true)));
      var origin = "127.0.0.1:%d (photos)".formatted(other.port());
      assertThat(Scrape.value(node.registry, "sluice_origin_floods", origin)).isEqualTo(1);
      assertThat(Scrape.value(node.registry, "sluice_origin_permits", origin)).isEqualTo(2);
    }
  }

  @Test
  void a_photo_that_is_sent_on_and_on_is_refused() throws Exception {
    server.on(NEW, times -> Reply.redirect(NEW));
    assertThat(failed(fetch(NEW), PhotoOutcome.REFUSED).reason()).contains("redirects");
    assertThat(server.asked(NEW)).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "http://169.254.169.254/latest/ | 169.254.169.254 is refused: link-local, 169.254.0.0/16",
        "//10.0.0.1/ | 10.0.0.1 is refused: private, 10.0.0.0/8",
        "http://127.0.0.2/a | 127.0.0.2 is refused: loopback, 127.0.0.0/8",
        "ftp://1.1.1.1/a | 1.1.1.1 is refused: neither http nor https",
        "http://user@1.1.1.1/a | 1.1.1.1 is refused: the address holds a user",
        "file:///etc/passwd | file:///etc/passwd names no host",
        "javascript:alert(1) | javascript:alert(1) names no host",
      })
  void where_a_redirect_leads_is_checked_anew(String location, String reason) throws Exception {
    server.on(NEW, times -> Reply.redirect(location));
    assertThat(failed(fetch(NEW), PhotoOutcome.REFUSED).reason()).isEqualTo(reason);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/b c",
        "b%20c",
        "../b%20c",
        "//127.0.0.1:PORT/b%20c",
        "http://127.0.0.1:PORT/b c#x"
      })
  void a_redirect_is_followed_in_whatever_form_it_comes(String location) throws Exception {
    var there = location.startsWith("b") ? "/file/b%20c" : "/b%20c";
    server.on(there, times -> picture());
    server.on(NEW, times -> Reply.redirect(location.replace("PORT", "" + server.port())));
    assertWhole(fetch(NEW));
    assertThat(server.requests())
        .extracting(PreviewServer.Request::path)
        .containsExactly(NEW, there);
  }

  @Test
  void a_redirect_to_no_address_is_no_photo() throws Exception {
    server.on(NEW, times -> Reply.redirect("http://["));
    failed(fetch(NEW), PhotoOutcome.MISSING);
  }

  @Test
  void a_photo_whose_page_cannot_be_read_fails_alone() throws Exception {
    server.on(ITS_PAGE, times -> Reply.page("<html><body>something new</body></html>"));
    assertThat(failed(fetch(OLD), PhotoOutcome.UNREACHABLE).reason())
        .startsWith("404, and its page gives no other address: @harbour_news: ")
        .contains("has a form that this program does not know");
    assertWhole(fetch(NEW));
  }

  @Test
  void one_whose_post_is_gone_is_missing() throws Exception {
    server.texts(7);
    assertThat(failed(fetch(OLD), PhotoOutcome.MISSING).reason())
        .isEqualTo("404, and its post is gone");
  }

  @Test
  void one_that_is_too_large_is_not_taken() throws Exception {
    var large = new byte[(int) PreviewNode.MOST_PHOTO_BYTES + 1];
    server.on(NEW, times -> new Reply(200, Map.of(), large));
    failed(fetch(NEW), PhotoOutcome.TOO_LARGE);
    assertThat(server.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://10.0.0.1/a.jpg",
        "http://127.0.0.1:1/a.jpg",
        "http://169.254.169.254/latest/meta-data",
        "http://a_b:80/a.jpg"
      })
  void one_at_an_address_that_is_not_to_be_asked_is_refused(String url) throws Exception {
    failed(PreviewNode.await(asking(URI.create(url))), PhotoOutcome.REFUSED);
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void a_connection_that_breaks_some_times_costs_no_photo() throws Exception {
    server.on(NEW, times -> times < 2 ? Reply.BREAK : times < 4 ? Reply.status(500) : picture());
    assertWhole(fetch(NEW));
  }

  @Test
  void one_that_never_comes_while_its_host_gives_others_is_given_up() throws Exception {
    server.on("/file/bad.jpg", times -> Reply.BREAK);
    var bad = asking(server.uri().resolve("/file/bad.jpg"));
    while (!bad.isDone()) {
      assertWhole(fetch(NEW));
    }
    assertThat(failed(PreviewNode.await(bad), PhotoOutcome.UNREACHABLE).reason())
        .endsWith(", after several tries");
  }

  @Test
  void a_host_that_wants_to_be_left_alone_is_and_the_photo_comes_later() throws Exception {
    server.on(NEW, times -> times == 0 ? Reply.tooMany("1") : picture());
    assertWhole(fetch(NEW));
    var asked = server.requests();
    assertThat(Duration.between(asked.get(0).at(), asked.get(1).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void a_photo_that_does_not_come_is_stuck_until_it_does() throws Exception {
    var answering = new CountDownLatch(1);
    server.on(
        NEW,
        times -> {
          Waiting.on(answering);
          return picture();
        });
    var asked = asking(server.uri().resolve(NEW));
    Waiting.until(() -> !node.metrics.stages().stuck().isEmpty());
    assertThat(node.metrics.stages().stuck())
        .singleElement()
        .satisfies(
            stuck -> {
              assertThat(stuck.stage()).isEqualTo(Stage.FETCH);
              assertThat(stuck.channel()).isEqualTo(PreviewServer.CHANNEL);
              assertThat(stuck.item()).isEqualTo("photo 7");
            });
    answering.countDown();
    assertWhole(PreviewNode.await(asked));
    assertThat(node.metrics.stages().stuck()).isEmpty();
  }

  @Test
  void requests_and_floods_are_counted_by_origin() throws Exception {
    server.on(NEW, times -> times == 0 ? Reply.tooMany("4") : picture());
    var origin = "127.0.0.1:%d (photos)".formatted(server.port());
    var asked = asking(server.uri().resolve(NEW));
    Waiting.until(() -> Scrape.value(node.registry, "sluice_origin_closed_seconds", origin) > 0.1);
    assertWhole(PreviewNode.await(asked));
    assertThat(Scrape.value(node.registry, "sluice_origin_permits", origin)).isEqualTo(2);
    assertThat(Scrape.value(node.registry, "sluice_origin_floods", origin)).isEqualTo(1);
    assertThat(Scrape.value(node.registry, "sluice_origin_closed_seconds", origin)).isZero();
  }
}
