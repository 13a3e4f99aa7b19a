package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedHttpTest {
  /** Shorter than any wait here, as 5 s is shorter than some waits for memory. */
  private static final String IMPATIENT =
      "pekko.stream.materializer.subscription-timeout.timeout = 100ms";

  private static final ActorTestKit KIT =
      ActorTestKit.create(ConfigFactory.parseString(IMPATIENT).withFallback(ConfigFactory.load()));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static String text(Answer answer) {
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private static void send(Socket socket, String headers, byte[] body) throws IOException {
    RawServer.write(
        socket, "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n");
    RawServer.write(socket, body);
  }

  @Test
  void gives_status_headers_and_body() throws Exception {
    var said = RawServer.ok("Content-Type: text/x-odd\r\nETag: W/\"1\"\r\n", "hello");
    try (var server = RawServer.saying(said.replace("200 OK", "404 Gone for Lunch"))) {
      var client = Client.of(KIT, server);
      var answer = Client.answer(client.http(), server.uri("/a%2Fb?q=%7E#part"), Client.BOUNDS);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(text(answer)).isEqualTo("hello");
      assertThat(answer.header("etag")).contains("W/\"1\"");
      assertThat(answer.header("Content-Type")).contains("text/x-odd");
      assertThat(answer.header("Content-Length")).contains("5");
      assertThat(answer.header("Server")).isEmpty();
      assertThat(answer.uri()).isEqualTo(server.uri("/a%2Fb?q=%7E"));
      assertThat(client.budget.bytesInUse()).isEqualTo(5);
      answer.close();
      answer.close();
      assertThat(client.budget.bytesInUse()).isZero();
    }
  }

  @Test
  void says_who_asks_and_no_more() throws Exception {
    try (var server = RawServer.saying(RawServer.ok("Set-Cookie: a=b\r\n", ""))) {
      var http = Client.of(KIT, server).http();
      Client.answer(http, server.uri("/x"), Client.BOUNDS).close();
      Client.answer(http, server.uri("/x"), Client.BOUNDS).close();
      assertThat(server.requests())
          .hasSize(2)
          .allSatisfy(
              request ->
                  assertThat(request.strip().split("\r\n"))
                      .containsExactlyInAnyOrder(
                          "GET /x HTTP/1.1",
                          "Accept: */*",
                          "Accept-Encoding: gzip",
                          "Accept-Language: en",
                          "User-Agent: Sluice/0.1 (test)",
                          "Host: 127.0.0.1:" + server.port()));
      assertThat(server.connections()).as("the connection is used again").isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Request.Method.class)
  void sends_method_headers_and_body(Request.Method method) throws Exception {
    var body = "caf\u00e9 ".repeat(10_000).getBytes(StandardCharsets.UTF_8);
    var came = new CompletableFuture<byte[]>();
    try (var server =
        new RawServer(
            (request, socket) -> {
              came.complete(socket.getInputStream().readNBytes(body.length));
              RawServer.write(socket, RawServer.ok("", "done"));
            })) {
      var http = Client.of(KIT, server).http();
      var headers = Map.of("Content-Type", "application/x-odd", "accept", "text/x", "X-Key", "k 1");
      var request = new Request(method, server.uri("/m?a=%2F"), headers, body);
      try (var answer =
          http.send(request, Client.BOUNDS).toCompletableFuture().get(2, TimeUnit.MINUTES)) {
        assertThat(text(answer)).isEqualTo("done");
      }
      assertThat(came.get(1, TimeUnit.MINUTES)).isEqualTo(body);
      assertThat(server.requests().get(0).strip().split("\r\n"))
          .containsExactlyInAnyOrder(
              method + " /m?a=%2F HTTP/1.1",
              "Accept: text/x",
              "Accept-Encoding: gzip",
              "Accept-Language: en",
              "X-Key: k 1",
              "User-Agent: Sluice/0.1 (test)",
              "Host: 127.0.0.1:" + server.port(),
              "Content-Type: application/x-odd",
              "Content-Length: " + body.length);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host",
        "connection",
        "User-Agent",
        "CONTENT-LENGTH",
        "Transfer-Encoding",
        "accept-encoding",
        "X Y",
        "",
        "X:",
        "X\r\nY",
        "\u00e9"
      })
  void a_header_that_is_ours_or_none_is_refused(String name) {
    var request = Request.get(URI.create("http://example.com/"));
    assertThatThrownBy(() -> request.with(name, "x")).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nHost: b", "a\nb", "\r", "a\0", "\u007f"})
  void a_value_that_could_end_its_line_is_refused_and_not_told(String value) {
    var request = Request.get(URI.create("http://example.com/"));
    assertThatThrownBy(() -> request.with("X-Key", value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("X-Key")
        .message()
        .doesNotContain(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw deflate"})
  void decompresses(String encoding) throws Exception {
    var packed = new ByteArrayOutputStream();
    var bare = encoding.startsWith("raw");
    var text = "tulips ".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    try (var out =
        encoding.endsWith("deflate")
            ? new DeflaterOutputStream(packed, new Deflater(9, bare))
            : new GZIPOutputStream(packed)) {
      out.write(text);
    }
    var header = "Content-Encoding: " + encoding.replace("raw ", "") + "\r\n";
    try (var server =
        new RawServer((request, socket) -> send(socket, header, packed.toByteArray()))) {
      var client = Client.of(KIT, server);
      try (var answer = Client.answer(client.http(), server.uri("/"), Client.BOUNDS)) {
        assertThat(answer.body()).isEqualTo(text);
        assertThat(client.budget.bytesInUse()).isEqualTo(text.length);
      }
      client.awaitZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n",
        "HTTP/1.0 200 OK\r\n\r\nabcdef",
        "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\nabcdef",
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Length: 6\r\n\r\nabcdef",
        "HTTP/1.1 200 \r\nX-Odd: \u0001é\r\nBad Name: x\r\nContent-Length: 6\r\n\r\nabcdef"
      })
  void reads_bodies_however_they_end(String said) throws Exception {
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, said);
              if (said.contains("close") || said.contains("HTTP/1.0")) {
                socket.close();
              }
            })) {
      var client = Client.of(KIT, server);
      var http = client.http();
      for (int i = 0; i < 3; i++) {
        try (var answer = Client.answer(http, server.uri(""), Client.BOUNDS)) {
          assertThat(text(answer)).isEqualTo("abcdef");
        }
      }
      client.awaitZero();
    }
  }

  @Test
  void sixty_four_requests_to_a_host_go_out_at_once() throws Exception {
    var all = new CountDownLatch(64);
    try (var server =
        new RawServer(
            (request, socket) -> {
              all.countDown();
              if (all.await(50, TimeUnit.SECONDS)) {
                RawServer.write(socket, RawServer.ok("", "x"));
              }
            })) {
      var client = Client.of(KIT, server);
      var http = client.http();
      var answers = new ArrayList<CompletableFuture<Answer>>();
      for (int i = 0; i < 64; i++) {
        answers.add(http.get(server.uri("/" + i), Client.BOUNDS).toCompletableFuture());
      }
      for (var answer : answers) {
        answer.get(2, TimeUnit.MINUTES).close();
      }
      client.awaitZero();
    }
  }

  @Test
  void the_wait_for_memory_is_not_the_servers_slowness() throws Exception {
    var budget = new ByteBudget(1000);
    var text = "x".repeat(800);
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, "HTTP/1.1 200 OK\r\nContent-Length: 800\r\n\r\n");
              Thread.sleep(50);
              RawServer.write(socket, text);
            })) {
      var client = new Client(KIT, Client.allow(server), KnownNames::ofThisMachine, budget);
      var http = client.http();
      var first = Client.answer(http, server.uri("/1"), Client.BOUNDS);
      var bounds = new Bounds(1000, Duration.ofSeconds(3));
      var second = http.get(server.uri("/2"), bounds).toCompletableFuture();
      Thread.sleep(3500);
      assertThat(second).isNotDone();
      assertThat(server.requests()).hasSize(2);
      first.close();
      assertThat(text(second.get(1, TimeUnit.MINUTES))).isEqualTo(text);
      second.join().close();
      client.awaitZero();
    }
  }

  @Test
  void the_look_up_of_a_name_is_not_the_servers_slowness() throws Exception {
    try (var server = RawServer.saying(RawServer.ok("", "fine"))) {
      KnownNames slow =
          host -> {
            try {
              Thread.sleep(3500);
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            return List.of(AddressRange.address("127.0.0.1"));
          };
      var client = new Client(KIT, Client.allow(server), slow, new ByteBudget(1000));
      var uri = URI.create("http://slow.example:" + server.port());
      var bounds = new Bounds(1000, Duration.ofSeconds(3));
      assertThat(text(Client.answer(client.http(), uri, bounds))).isEqualTo("fine");
    }
  }

  @Test
  void names_that_nobody_answers_for_do_not_hold_up_the_requests_to_others() throws Exception {
    var end = new CountDownLatch(1);
    KnownNames names =
        host -> {
          try {
            if (host.startsWith("silent")) {
              end.await();
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return List.of(AddressRange.address("127.0.0.1"));
        };
    try (var server = RawServer.saying(RawServer.ok("", "fine"))) {
      var http = new Client(KIT, Client.allow(server), names, new ByteBudget(1000)).http();
      for (int i = 0; i < 40; i++) {
        http.get(URI.create("http://silent%d.example/".formatted(i)), Client.BOUNDS);
      }
      var uri = URI.create("http://quick.example:" + server.port());
      assertThat(text(Client.answer(http, uri, Client.BOUNDS))).isEqualTo("fine");
    } finally {
      end.countDown();
    }
  }

  /** With as much for each as it may take, the second would wait until the first is done with. */
  @ParameterizedTest
  @ValueSource(strings = {"", "Content-Encoding: gzip\r\n"})
  void bodies_without_a_length_take_what_they_are_and_come_at_once(String header) throws Exception {
    var text = "x".repeat(600_000).getBytes(StandardCharsets.UTF_8);
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    var body = header.isEmpty() ? text : packed.toByteArray();
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n" + header + "\r\n");
              RawServer.write(socket, body);
              socket.close();
            })) {
      var budget = new ByteBudget(4 << 20);
      var client = new Client(KIT, Client.allow(server), KnownNames::ofThisMachine, budget);
      var http = client.http();
      var bounds = new Bounds(4 << 20, Duration.ofMinutes(1));
      var answers = new ArrayList<Answer>();
      for (int i = 1; i <= 4; i++) {
        var answer = Client.answer(http, server.uri("/"), bounds);
        answers.add(answer);
        assertThat(answer.body()).isEqualTo(text);
        assertThat(budget.bytesInUse()).isEqualTo(i * 600_000L);
      }
      answers.forEach(Answer::close);
      client.awaitZero();
    }
  }

  @Test
  void bodies_that_grow_into_one_another_come_all_the_same() throws Exception {
    var text = "y".repeat(2_000_000);
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + text);
              socket.close();
            })) {
      var client =
          new Client(KIT, Client.allow(server), KnownNames::ofThisMachine, new ByteBudget(3 << 20));
      var http = client.http();
      var bounds = new Bounds(3 << 20, Duration.ofMinutes(1));
      var asked = new ArrayList<CompletableFuture<Void>>();
      for (int i = 0; i < 12; i++) {
        asked.add(
            http.get(server.uri("/" + i), bounds)
                .thenAccept(
                    answer -> {
                      assertThat(text(answer)).isEqualTo(text);
                      answer.close();
                    })
                .toCompletableFuture());
      }
      for (var one : asked) {
        assertThat(one).succeedsWithin(Duration.ofMinutes(2));
      }
      client.awaitZero();
    }
  }

  @Test
  void one_without_a_length_that_is_longer_than_all_memory_for_bodies_is_refused()
      throws Exception {
    try (var server =
        RawServer.saying("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + "z".repeat(100_000))) {
      var client =
          new Client(KIT, Client.allow(server), KnownNames::ofThisMachine, new ByteBudget(60_000));
      assertThat(client.failure(server.uri("/"), Client.BOUNDS))
          .isInstanceOf(TooLargeException.class)
          .hasMessage(
              "127.0.0.1: the body is longer than 60000 bytes, all the memory for bodies: raise"
                  + " -Xmx");
    }
  }
}
