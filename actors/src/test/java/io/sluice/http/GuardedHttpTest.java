package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
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
              if (all.await(5, TimeUnit.SECONDS)) {
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
        answer.get(10, TimeUnit.SECONDS).close();
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
      var client = new Client(KIT, Client.allow(server), Names::ofThisMachine, budget);
      var http = client.http();
      var first = Client.answer(http, server.uri("/1"), Client.BOUNDS);
      var bounds = new Bounds(1000, Duration.ofMillis(300));
      var second = http.get(server.uri("/2"), bounds).toCompletableFuture();
      Thread.sleep(700);
      assertThat(second).isNotDone();
      assertThat(server.requests()).hasSize(2);
      first.close();
      assertThat(text(second.get(5, TimeUnit.SECONDS))).isEqualTo(text);
      second.join().close();
      client.awaitZero();
    }
  }
}
