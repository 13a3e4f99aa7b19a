package io.sluice.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.batch.ItemOutcome;
import io.sluice.batch.ItemOutcome.Abandoned;
import io.sluice.batch.ItemOutcome.Failed;
import io.sluice.batch.ItemOutcome.Later;
import io.sluice.batch.ItemOutcome.Passed;
import io.sluice.batch.ItemWork;
import io.sluice.blob.BlobDirectory;
import io.sluice.blob.Sha256;
import io.sluice.ledger.Fence;
import io.sluice.ledger.batch.Item;
import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.Waiting;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebIntakeTest {
  private static final Fence RUN = new Fence("chunk-1", 1);
  private static final Duration AMPLE = Duration.ofMinutes(1);

  private static WebNode web;

  @TempDir private Path directory;
  private BlobDirectory blobs;

  @BeforeAll
  static void begin() throws IOException {
    web = new WebNode();
  }

  @AfterAll
  static void end() {
    web.close();
  }

  @BeforeEach
  void make() {
    blobs = new BlobDirectory(directory.resolve("store"), FileMode.OWNER);
    blobs.checkWritable();
  }

  /** What is taken of the node's memory is back, whatever came of it. */
  @AfterEach
  void all_memory_is_back() {
    Waiting.until("all memory back", () -> web.budget.bytesInUse() == 0);
  }

  private ItemOutcome<FileContent> outcome(URI address, int delays, Duration timeout) {
    var intake = new WebIntake(web.access(timeout), blobs, FileSync.EACH, Runnable::run);
    var outcome = new AtomicReference<ItemOutcome<FileContent>>();
    // All tests share a host, which is left alone for a while when five of them in a row break.
    Waiting.until(
        "the host is open",
        () -> {
          outcome.set(of(intake, address, delays));
          return !(outcome.get() instanceof Later<FileContent> later && later.delays() == 0);
        });
    return outcome.get();
  }

  private ItemOutcome<FileContent> outcome(String path) {
    return outcome(web.uri(path), 0, AMPLE);
  }

  private int drafts() {
    return FilesBelow.of(directory.resolve("store/images/.drafts")).size();
  }

  @Test
  void a_file_is_what_is_at_its_address_or_where_that_leads() throws IOException {
    web.page("/a/alpha.txt", 200, Map.of("Content-Type", "image/png"), "alpha");
    web.page("/first", 301, Map.of("Location", "second"), "");
    web.page("/second", 307, Map.of("Location", "/a/alpha.txt"), "moved");
    for (var path : new String[] {"/a/alpha.txt", "/first"}) {
      var content = ((Passed<FileContent>) outcome(path)).value();
      assertThat(content.hash()).isEqualTo(Sha256.of("alpha".getBytes(StandardCharsets.UTF_8)));
      assertThat(content.draft().read()).asString().isEqualTo("alpha");
      assertThat(content.size()).isEqualTo(5);
      assertThat(content.mimeType()).isEqualTo("text/plain");
      assertThat(content.name()).isEqualTo(path.equals("/first") ? "first" : "alpha.txt");
    }
    blobs.clear(RUN);
    assertThat(drafts()).isZero();
  }

  @Test
  void what_is_compressed_on_its_way_is_bounded_as_it_is() throws IOException {
    web.page(
        "/bomb",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Encoding", "gzip");
          exchange.sendResponseHeaders(200, 0);
          try (var zip = new GZIPOutputStream(exchange.getResponseBody())) {
            zip.write(new byte[(int) WebNode.MOST_BYTES + 1]);
          }
        });
    assertThat(outcome("/bomb"))
        .isEqualTo(new Failed<>("too_large", "127.0.0.1: the body is longer than 100000 bytes"));
    assertThat(drafts()).isZero();
  }

  @Test
  void a_body_without_end_is_too_large() throws IOException {
    web.page(
        "/endless",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          while (true) {
            exchange.getResponseBody().write(new byte[8192]);
          }
        });
    assertThat(outcome("/endless"))
        .isEqualTo(new Failed<>("too_large", "127.0.0.1: the body is longer than 100000 bytes"));
    assertThat(drafts()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "404, missing",
    "410, missing",
    "403, refused by the server",
    "401, refused by the server",
    "304, refused by the server",
    "302, refused by the server",
    "206, no file",
    "204, no file"
  })
  void what_the_server_does_not_give_fails_at_once(int status, String reason) {
    web.page("/denied", status, Map.of(), "");
    assertThat(outcome("/denied")).isEqualTo(new Failed<>(reason, "answered " + status));
  }

  @Test
  void who_is_sent_on_and_on_gives_up() {
    web.page("/loop", 302, Map.of("Location", "/loop"), "");
    assertThat(outcome("/loop"))
        .isEqualTo(new Failed<>("refused by the server", "it sends us on more than 5 times"));
    assertThat(web.visits("/loop")).isEqualTo(6);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/",
        "http://10.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://***@example.org/",
        "http:///a"
      })
  void no_address_leads_inside_nor_does_a_redirect(URI address) {
    assertThat(((Failed<FileContent>) outcome(address, 0, AMPLE)).reason()).isEqualTo("refused");
    web.page("/lead", 302, Map.of("Location", address.toString()), "");
    assertThat(((Failed<FileContent>) outcome("/lead")).reason()).isEqualTo("refused");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "gopher://127.0.0.1/", "javascript:alert(1)"})
  void a_redirect_leads_to_nothing_but_the_web(String location) {
    web.page("/away", 302, Map.of("Location", location), "");
    assertThat(((Failed<FileContent>) outcome("/away")).reason()).isEqualTo("refused");
  }

  @Test
  void what_the_server_cannot_give_now_comes_later_and_is_given_up_in_the_end() {
    web.page("/broken", 502, Map.of(), "");
    var later = (Later<FileContent>) outcome("/broken");
    assertThat(later.delays()).isEqualTo(WebIntake.BROKEN);
    assertThat(later.notBefore()).isAfter(Instant.now());
    var last = outcome(web.uri("/broken"), WebIntake.MOST_DELAYS - WebIntake.BROKEN, AMPLE);
    assertThat(last).isEqualTo(new Failed<>("unreachable", "answered 502, after several tries"));
  }

  @Test
  void a_connection_that_breaks_is_tried_again() {
    web.page("/cut", exchange -> exchange.sendResponseHeaders(200, 50));
    assertThat(((Later<FileContent>) outcome("/cut")).delays()).isEqualTo(WebIntake.BROKEN);
    var last = outcome(web.uri("/cut"), WebIntake.MOST_DELAYS - 1, AMPLE);
    assertThat(((Failed<FileContent>) last).reason()).isEqualTo("unreachable");
  }

  @Test
  void what_drips_is_too_slow() throws IOException {
    var end = new CompletableFuture<Void>();
    web.page(
        "/slow",
        exchange -> {
          exchange.sendResponseHeaders(200, 50);
          exchange.getResponseBody().write('x');
          exchange.getResponseBody().flush();
          end.join();
        });
    try {
      var soon = Duration.ofMillis(200);
      var first = (Later<FileContent>) outcome(web.uri("/slow"), 0, soon);
      assertThat(first.delays()).isEqualTo(WebIntake.SLOW);
      var last = outcome(web.uri("/slow"), WebIntake.SLOW, soon);
      assertThat(((Failed<FileContent>) last).reason()).isEqualTo("too_slow");
      assertThat(drafts()).isZero();
    } finally {
      end.complete(null);
    }
  }

  @Test
  void a_flood_closes_the_host_for_all_and_counts_for_who_met_it() throws IOException {
    try (var own = new WebNode()) {
      own.page("/flood", 429, Map.of("Retry-After", "600"), "");
      own.page("/other", 200, Map.of(), "alpha");
      var intake = new WebIntake(own.access(AMPLE), blobs, FileSync.OFF, Runnable::run);
      var met = (Later<FileContent>) of(intake, own.uri("/flood"), 0);
      assertThat(met.delays()).isOne();
      var inNineMinutes = Instant.now().plus(Duration.ofMinutes(9));
      assertThat(met.notBefore()).isAfter(inNineMinutes);
      // Not at once does this node hear for how long.
      Waiting.until(
          "the other waits as long",
          () ->
              of(intake, own.uri("/other"), 0) instanceof Later<FileContent> later
                  && later.delays() == 0
                  && later.notBefore().isAfter(inNineMinutes));
      assertThat(own.visits("/other")).isZero();
      var last = of(intake, own.uri("/flood"), WebIntake.MOST_DELAYS - 1);
      assertThat(((Later<FileContent>) last).delays()).isZero();
      assertThat(own.visits("/flood")).isOne();
    }
  }

  private static ItemOutcome<FileContent> of(WebIntake intake, URI address, int delays) {
    var item = new Item(1, address.toString(), 0, 0, delays);
    return intake
        .read(new ItemWork(RUN, 1, "files-1", item, false, () -> true), address)
        .toCompletableFuture()
        .orTimeout(Waiting.PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
  }

  @Test
  void what_nobody_wants_any_more_is_not_asked_for() {
    web.page("/unwanted", 200, Map.of(), "alpha");
    var intake = new WebIntake(web.access(AMPLE), blobs, FileSync.OFF, Runnable::run);
    var address = web.uri("/unwanted");
    var work =
        new ItemWork(
            RUN, 1, "files-1", new Item(1, address.toString(), 0, 0, 0), false, () -> false);
    assertThat(intake.read(work, address).toCompletableFuture().join())
        .isEqualTo(new Abandoned<>());
    assertThat(web.visits("/unwanted")).isZero();
  }
}
