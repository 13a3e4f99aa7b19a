package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ListenerTest {
  private static final List<String> SECURE =
      List.of(
          "X-Content-Type-Options: nosniff",
          "Cache-Control: no-store",
          "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'",
          "Cross-Origin-Resource-Policy: same-origin",
          "Referrer-Policy: no-referrer",
          "Server: Sluice");

  private static Served served;

  @BeforeAll
  static void serve() {
    served = Served.with(Map.of(), ListenerTest::handle);
  }

  @AfterAll
  static void stop() {
    served.close();
  }

  private static CompletionStage<HttpResponse> handle(HttpRequest request) {
    return switch (request.getUri().path()) {
      case "/problem" -> throw Problem.of(409, "taken", "It is taken.").remedy("Wait.").thrown();
      case "/later" ->
          CompletableFuture.supplyAsync(
              () -> {
                throw Problem.of(404, "no-such", "It is not there.").in("name").thrown();
              });
      case "/bug" -> throw new IllegalStateException("secret of the inside");
      case "/null" -> CompletableFuture.completedFuture(null);
      case "/database" ->
          CompletableFuture.failedFuture(
              new DatabaseException("database db:5432/x", new Exception()));
      case "/never" -> new CompletableFuture<>();
      case "/own" ->
          CompletableFuture.completedFuture(
              HttpResponse.create()
                  .addHeader(RawHeader.create("Cache-Control", "max-age=60"))
                  .addHeader(RawHeader.create("Content-Security-Policy", "default-src 'self'")));
      default -> CompletableFuture.completedFuture(HttpResponse.create().withEntity("fine"));
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /problem | 409 | taken",
        "GET /later | 404 | no-such",
        "GET /bug | 500 | internal",
        "GET /null | 500 | internal",
        "GET /database | 503 | database-away",
        "BREW / | 501 | unknown-method",
        "GET /{ | 400 | illegal-request",
        "GET /%zz | 400 | illegal-request"
      })
  void every_failure_is_a_problem(String request, int status, String type) throws Exception {
    var answer = served.ask(request + " HTTP/1.1");
    assertThat(answer)
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("Content-Type: application/problem+json")
        .contains("\"type\":\"urn:sluice:problem:" + type + "\"")
        .contains("\"status\":" + status)
        .doesNotContain("secret of the inside", "db:5432");
    assertThat(headers(answer)).containsAll(SECURE);
  }

  @Test
  void a_request_that_gets_no_answer_is_one_too() throws Exception {
    try (var impatient = Served.with(Served.SHORT, Map.of(), ListenerTest::handle)) {
      var answer = impatient.ask("GET /never HTTP/1.1");
      assertThat(answer)
          .startsWith("HTTP/1.1 503 ")
          .contains("Content-Type: application/problem+json")
          .contains("\"type\":\"urn:sluice:problem:no-answer\"");
      assertThat(headers(answer)).containsAll(SECURE);
    }
  }

  private static List<String> headers(String answer) {
    return answer.substring(0, answer.indexOf("\r\n\r\n")).lines().toList();
  }

  @Test
  void what_is_wrong_inside_is_told_by_the_id_that_the_log_has() throws Exception {
    assertThat(served.ask("GET /bug HTTP/1.1"))
        .containsPattern("the log has it as [0-9a-f]{8}-[0-9a-f-]{27}");
  }

  @Test
  void a_database_that_is_away_says_when_to_ask_again() throws Exception {
    assertThat(served.ask("GET /database HTTP/1.1")).contains("Retry-After: 5");
  }

  @Test
  void good_answers_have_the_headers_and_keep_their_own() throws Exception {
    assertThat(headers(served.ask("GET / HTTP/1.1"))).containsAll(SECURE);
    assertThat(headers(served.ask("GET /own HTTP/1.1")))
        .contains(
            "Cache-Control: max-age=60",
            "Content-Security-Policy: default-src 'self'",
            "X-Content-Type-Options: nosniff")
        .doesNotContain("Cache-Control: no-store");
  }

  @Test
  void head_is_answered_like_get_without_a_body() throws Exception {
    assertThat(served.ask("HEAD / HTTP/1.1"))
        .startsWith("HTTP/1.1 200 ")
        .contains("Content-Length: 4")
        .endsWith("\r\n\r\n");
  }

  @Test
  void a_port_that_is_taken_is_named_with_its_setting() {
    assertThatThrownBy(
            () ->
                Served.with(
                    Map.of("API_PORT", Integer.toString(served.port())), ListenerTest::handle))
        .isInstanceOf(ListenException.class)
        .hasMessage(
            "API_PORT %d on 127.0.0.1 is taken by another process: set another, or 0 for any"
                .formatted(served.port()));
  }

  @Test
  void an_address_that_is_not_ours_is_named_with_its_setting() {
    assertThatThrownBy(
            () ->
                Served.with(
                    Map.of("API_HOST", "192.0.2.7", "API_TOKEN", "0123456789abcdef"),
                    ListenerTest::handle))
        .isInstanceOf(ListenException.class)
        .hasMessageStartingWith("API_PORT 0 on 192.0.2.7 cannot be listened on: ")
        .hasMessageEndingWith(": set another API_HOST or API_PORT");
  }

  @Test
  void what_is_under_way_finishes_before_the_end_and_nothing_new_begins() throws Exception {
    var release = new CompletableFuture<HttpResponse>();
    var begun = new CompletableFuture<Void>();
    var stopping =
        Served.with(
            Map.of(),
            request -> {
              begun.complete(null);
              return release;
            });
    try (var client = new RawClient(stopping.address())) {
      client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + stopping.port() + "\r\n\r\n");
      begun.get(1, TimeUnit.MINUTES);
      var stopped = stopping.listener().stop(Duration.ofMinutes(1)).toCompletableFuture();
      Waiting.until("no new connections", () -> refuses(stopping));
      assertThat(stopped).isNotDone();
      release.complete(HttpResponse.create().withEntity("done"));
      assertThat(client.rest())
          .startsWith("HTTP/1.1 200 ")
          .contains("\r\nConnection: close\r\n")
          .endsWith("done");
      stopped.get(1, TimeUnit.MINUTES);
    }
  }

  private static boolean refuses(Served served) {
    try {
      new RawClient(served.address()).close();
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void what_does_not_finish_in_time_is_cut() throws Exception {
    var begun = new CompletableFuture<Void>();
    var stopping =
        Served.with(
            Map.of(),
            request -> {
              begun.complete(null);
              return new CompletableFuture<>();
            });
    try (var client = new RawClient(stopping.address())) {
      client.send("GET / HTTP/1.1\r\nHost: 127.0.0.1:" + stopping.port() + "\r\n\r\n");
      begun.get(1, TimeUnit.MINUTES);
      var stopped = stopping.listener().stop(Duration.ofMillis(200)).toCompletableFuture();
      stopped.get(1, TimeUnit.MINUTES);
      assertThat(client.rest()).doesNotContain("200 OK");
    }
  }
}
