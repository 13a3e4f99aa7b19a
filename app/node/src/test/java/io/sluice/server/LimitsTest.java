package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntities;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client may take of a server, with times that a test can wait for. */
class LimitsTest {
  private static final HeldBodies BODIES = new HeldBodies(2 << 20);

  private static volatile CompletableFuture<HttpResponse> held = new CompletableFuture<>();

  /** Bodies that are there wholly, and whose requests are not answered. */
  private static final AtomicInteger HOLDING = new AtomicInteger();

  /** As on a machine that is busy with other things when an answer is to be made. */
  private static final Executor HALF_A_SECOND_LATER =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  private static Served served;

  /** With times that a client can overstep in a test. */
  private static Served impatient;

  @BeforeAll
  static void serve() {
    served = Served.with(Map.of(), LimitsTest::handle);
    impatient = Served.with(Served.SHORT, Map.of(), LimitsTest::handle);
  }

  @AfterAll
  static void stop() {
    served.close();
    impatient.close();
  }

  private static CompletionStage<HttpResponse> hold(byte[] body) {
    HOLDING.incrementAndGet();
    return held;
  }

  private static CompletionStage<HttpResponse> summed(HttpRequest request) {
    return request
        .entity()
        .withSizeLimit(4 << 20)
        .getDataBytes()
        .runFold(0L, (sum, bytes) -> sum + bytes.size(), Served.actors())
        .thenApply(sum -> HttpResponse.create().withEntity("got " + sum));
  }

  private static CompletionStage<HttpResponse> handle(HttpRequest request) {
    return switch (request.getUri().path()) {
      case "/body" -> RequestBody.whole(request, Served.actors(), BODIES, LimitsTest::counted);
      case "/held" -> RequestBody.whole(request, Served.actors(), BODIES, LimitsTest::hold);
      case "/events" ->
          CompletableFuture.completedFuture(
              HttpResponse.create()
                  .withEntity(
                      HttpEntities.create(
                          MediaTypes.TEXT_EVENT_STREAM.toContentType(),
                          Source.repeat(ByteString.fromString(":\n\n"))
                              .throttle(1, Duration.ofMillis(50)))));
      case "/upload" -> summed(request);
      case "/busy" ->
          summed(request).whenCompleteAsync((answer, failure) -> {}, HALF_A_SECOND_LATER);
      case "/stream" ->
          CompletableFuture.completedFuture(
              HttpResponse.create()
                  .withEntity(
                      HttpEntities.createChunked(
                          ContentTypes.TEXT_PLAIN_UTF8,
                          Source.tick(
                                  Duration.ZERO, Duration.ofMillis(400), ByteString.fromString("."))
                              .take(10))));
      default -> CompletableFuture.completedFuture(HttpResponse.create().withEntity("fine"));
    };
  }

  @ParameterizedTest
  @CsvSource({"fields, 70, 8, 400", "value, 1, 9000, 431", "address, 0, 30000, 414"})
  void headers_and_addresses_have_bounds(String what, int count, int length, int status)
      throws Exception {
    var long_ = "x".repeat(length);
    var path = what.equals("address") ? "/" + long_ : "/";
    var lines =
        IntStream.range(0, count).mapToObj(i -> "X-A" + i + ": " + long_).toArray(String[]::new);
    assertThat(served.ask("GET " + path + " HTTP/1.1", lines))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("application/problem+json")
        .contains("X-Content-Type-Options: nosniff");
  }

  @Test
  void a_body_that_is_too_large_is_refused_whether_it_says_so_or_not() throws Exception {
    int large = (1 << 20) + 1;
    var chunk = "10000\r\n" + "x".repeat(1 << 16) + "\r\n";
    for (var answer :
        new String[] {
          served.ask("POST /body HTTP/1.1", "Content-Length: " + large),
          served.ask(
              "POST /body HTTP/1.1", "Transfer-Encoding: chunked\r\n", chunk.repeat(17) + "0\r\n")
        }) {
      assertThat(answer)
          .startsWith("HTTP/1.1 413 ")
          .contains("urn:sluice:problem:too-large", "larger than 1048576 bytes");
    }
  }

  @Test
  void a_route_may_take_more() throws Exception {
    var body = "x".repeat(3 << 20);
    assertThat(
            served.ask("POST /upload HTTP/1.1", "Content-Length: " + body.length() + "\r\n", body))
        .contains("got 3145728");
    assertThat(served.ask("POST /upload HTTP/1.1", "Content-Length: 4194305"))
        .contains("larger than 4194304 bytes");
  }

  @ParameterizedTest
  @CsvSource({"/body", "/upload", "/busy"})
  void a_body_that_comes_too_slowly_ends_with_408(String path) throws Exception {
    try (var client = new RawClient(impatient.address())) {
      client.send(
          "POST " + path + " HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 90\r\n\r\nx");
      assertThat(client.next()).startsWith("HTTP/1.1 408 ").contains("slow-body");
    }
  }

  @Test
  void a_body_that_trickles_ends_with_408() throws Exception {
    try (var client = new RawClient(impatient.address())) {
      client.send("POST /body HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 90000\r\n\r\n");
      var answer = nextOf(client);
      // Slowly, since what comes when the server has ended the connection takes the answer away.
      for (int i = 0; i < 300 && !answer.isDone(); i++) {
        client.send("x");
        Thread.sleep(200);
      }
      assertThat(answer.get(1, TimeUnit.MINUTES)).startsWith("HTTP/1.1 408 ");
    }
  }

  @Test
  void a_body_that_comes_steadily_may_take_its_time() throws Exception {
    try (var client = new RawClient(impatient.address())) {
      client.send("POST /body HTTP/1.1\r\nHost: " + host() + "\r\nContent-Length: 6000\r\n\r\n");
      // Twice as fast as it must be, and longer than one may be silent.
      for (int i = 0; i < 12; i++) {
        client.send("x".repeat(500));
        Thread.sleep(250);
      }
      assertThat(client.next()).contains("got 6000");
    }
  }

  /** On a thread of its own: it blocks, and others must not wait for it. */
  private static CompletableFuture<String> nextOf(RawClient client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.next();
          } catch (IOException e) {
            return e.toString();
          }
        },
        task -> new Thread(task).start());
  }

  private static String host() {
    return "127.0.0.1:" + impatient.port();
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void a_client_that_does_not_end_its_header_is_cut(boolean afterRequest) throws Exception {
    try (var client = new RawClient(impatient.address())) {
      if (afterRequest) {
        client.send("GET / HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
        assertThat(client.next()).startsWith("HTTP/1.1 200 ");
      }
      client.send("GET / HTTP/1.1\r\n");
      var end = nextOf(client);
      Waiting.until("its end", () -> isDoneBut(end, () -> client.send("X: y\r\n")));
      assertThat(end.join()).doesNotContain("200");
    }
  }

  /** Sends a little more as long as there is no answer. */
  private static boolean isDoneBut(CompletableFuture<String> answer, Sending little) {
    try {
      if (!answer.isDone()) {
        little.send();
      }
    } catch (IOException e) {
      // It was cut, which the reader sees too.
    }
    return answer.isDone();
  }

  private interface Sending {
    void send() throws IOException;
  }

  private static CompletionStage<HttpResponse> counted(byte[] body) {
    return CompletableFuture.completedFuture(
        HttpResponse.create().withEntity("got " + body.length));
  }

  /** Begins a body of 1 MiB and keeps so much of it back. */
  private static RawClient sender(Served to, String path, int kept) throws IOException {
    var client = new RawClient(to.address());
    client.send(
        "POST "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1:"
            + to.port()
            + "\r\nContent-Length: 1048576\r\n\r\n"
            + "x".repeat((1 << 20) - kept));
    return client;
  }

  @Test
  void bodies_share_a_budget_in_which_the_largest_gives_way_to_a_small_one() throws Exception {
    var patient = Served.with(Map.of(), LimitsTest::handle);
    var senders = new ArrayList<RawClient>();
    try {
      for (int i = 0; i < 6; i++) {
        senders.add(sender(patient, "/body", 1));
      }
      var refused = new ArrayList<CompletableFuture<String>>();
      senders.forEach(sender -> refused.add(nextOf(sender)));
      Waiting.until(() -> refused.stream().filter(CompletableFuture::isDone).count() >= 4);
      assertThat(BODIES.bytes()).isLessThanOrEqualTo(2 << 20);
      assertThat(patient.ask("POST /body HTTP/1.1", "Content-Length: 100\r\n", "x".repeat(100)))
          .contains("got 100");
      assertThat(refused.stream().filter(CompletableFuture::isDone).map(CompletableFuture::join))
          .allSatisfy(
              answer ->
                  assertThat(answer)
                      .startsWith("HTTP/1.1 503 ")
                      .contains("urn:sluice:problem:too-many-bodies", "Retry-After: 5"));
    } finally {
      for (var sender : senders) {
        sender.close();
      }
      Waiting.until(() -> BODIES.bytes() == 0);
      patient.close();
    }
  }

  @Test
  void a_body_counts_until_its_request_is_answered() throws Exception {
    held = new CompletableFuture<>();
    try (var patient = Served.with(Map.of(), LimitsTest::handle);
        var one = sender(patient, "/held", 0);
        var other = sender(patient, "/held", 0)) {
      // One that is not all there would give way.
      Waiting.until(() -> HOLDING.get() == 2);
      assertThat(BODIES.bytes()).isEqualTo(2 << 20);
      assertThat(patient.ask("POST /body HTTP/1.1", "Content-Length: 1\r\n", "x"))
          .startsWith("HTTP/1.1 503 ")
          .contains("too-many-bodies");
      held.complete(HttpResponse.create().withEntity("done"));
      assertThat(one.next()).endsWith("done");
      assertThat(other.next()).endsWith("done");
      Waiting.until(() -> BODIES.bytes() == 0);
      assertThat(patient.ask("POST /body HTTP/1.1", "Content-Length: 1\r\n", "x"))
          .contains("got 1");
    } finally {
      held.complete(HttpResponse.create());
    }
  }

  @Test
  void answers_without_end_leave_connections_to_others() throws Exception {
    var few =
        Served.with(
            new ClientLimits(
                8,
                3,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                1000,
                1000),
            Map.of(),
            LimitsTest::handle);
    var listeners = new ArrayList<RawClient>();
    try {
      var get = "GET /events HTTP/1.1\r\nHost: 127.0.0.1:" + few.port() + "\r\n\r\n";
      int listen = 0;
      for (int i = 0; i < 20; i++) {
        var listener = new RawClient(few.address());
        listeners.add(listener);
        listener.send(get);
        var status = listener.line();
        listen += status.contains(" 200 ") ? 1 : 0;
        if (!status.contains(" 200 ")) {
          assertThat(status + listener.rest())
              .startsWith("HTTP/1.1 503 ")
              .contains("too-many-listeners", "Retry-After: 5", "Connection: close");
        }
      }
      assertThat(listen).isEqualTo(3);
      assertThat(few.ask("GET / HTTP/1.1")).contains("fine");
      listeners.get(0).close();
      Waiting.until(() -> isAdmitted(few, get, listeners));
    } finally {
      for (var listener : listeners) {
        listener.close();
      }
      few.close();
    }
  }

  private static boolean isAdmitted(Served few, String get, List<RawClient> listeners) {
    try {
      var listener = new RawClient(few.address());
      listeners.add(listener);
      listener.send(get);
      return listener.line().contains(" 200 ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void a_part_is_not_put_in_the_place_of_the_whole() throws Exception {
    assertThat(
            served.ask(
                "PUT / HTTP/1.1", "Content-Range: bytes 0-3/100", "Content-Length: 4\r\n", "abcd"))
        .startsWith("HTTP/1.1 400 ")
        .contains("partial-put", "\"field\":\"Content-Range\"");
    assertThat(served.ask("PUT / HTTP/1.1", "Content-Range: x", "Content-Length: 4\r\n", "abcd"))
        .startsWith("HTTP/1.1 400 ");
    assertThat(served.ask("GET / HTTP/1.1", "Content-Range: bytes 0-3/100")).contains("fine");
  }

  @Test
  void an_answer_that_streams_may_take_longer_than_a_client_may_wait() throws Exception {
    try (var client = new RawClient(impatient.address())) {
      client.send("GET /stream HTTP/1.1\r\nHost: " + host() + "\r\n\r\n");
      assertThat(client.rest().chars().filter(c -> c == '\n').count()).isGreaterThanOrEqualTo(30);
    }
  }
}
