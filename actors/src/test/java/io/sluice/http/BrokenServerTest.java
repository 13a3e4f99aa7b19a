package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import io.sluice.words.SilentPort;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokenServerTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final String OK = "HTTP/1.1 200 OK\r\n";

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static byte[] gzip(long length) throws IOException {
    var packed = new ByteArrayOutputStream();
    var zeros = new byte[1 << 20];
    try (var out = new GZIPOutputStream(packed)) {
      for (long left = length; left > 0; left -= zeros.length) {
        out.write(zeros, 0, (int) Math.min(left, zeros.length));
      }
    }
    return packed.toByteArray();
  }

  private static void awaitEnd(RawServer server) {
    Waiting.until("the end of a connection", () -> server.endedByClient() > 0);
    assertThat(server.endedByClient()).as("connections ended").isEqualTo(1);
  }

  @Test
  void a_body_that_inflates_beyond_the_bound_is_refused_at_once() throws Exception {
    var bomb = gzip(1L << 30);
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(
                  socket,
                  OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
              RawServer.write(socket, bomb);
            })) {
      var start = System.nanoTime();
      var failure =
          Client.of(KIT, server)
              .failure(server.uri("/"), new Bounds(2 << 20, Duration.ofMinutes(1)));
      assertThat(failure)
          .isInstanceOf(TooLargeException.class)
          .hasMessage("127.0.0.1: the body is longer than 2097152 bytes");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      awaitEnd(server);
    }
  }

  @Test
  void one_that_inflates_beyond_all_memory_for_bodies_is_refused_though_it_might_be_longer()
      throws Exception {
    var bomb = gzip(1L << 26);
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(
                  socket,
                  OK + "Content-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n");
              RawServer.write(socket, bomb);
            })) {
      var budget = new ByteBudget(2 << 20);
      assertThat(
              new Client(KIT, Client.allow(server), KnownNames::ofThisMachine, budget)
                  .failure(server.uri("/"), new Bounds(1 << 26, Duration.ofMinutes(1))))
          .isInstanceOf(TooLargeException.class)
          .hasMessage(
              "127.0.0.1: the body is longer than 2097152 bytes,"
                  + " all the memory for bodies: raise -Xmx");
      awaitEnd(server);
    }
  }

  @Test
  void a_body_that_says_it_is_too_long_is_not_read() throws Exception {
    try (var server = RawServer.saying(OK + "Content-Length: 2000000\r\n\r\nx")) {
      assertThat(Client.of(KIT, server).failure(server.uri("/"), Client.BOUNDS))
          .isInstanceOf(TooLargeException.class);
      awaitEnd(server);
    }
  }

  @Test
  void a_body_that_goes_on_and_on_is_cut() throws Exception {
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, OK + "Connection: close\r\n\r\n");
              while (true) {
                RawServer.write(socket, new byte[8192]);
              }
            })) {
      assertThat(Client.of(KIT, server).failure(server.uri("/"), Client.BOUNDS))
          .isInstanceOf(TooLargeException.class);
      awaitEnd(server);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK", OK + "X-A: ", OK + "Content-Length: 99\r\n\r\n"})
  void a_server_that_trickles_is_cut_when_the_time_is_up(String start) throws Exception {
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, start);
              while (true) {
                Thread.sleep(50);
                if (!start.isEmpty()) {
                  RawServer.write(socket, "x");
                } else if (socket.getInputStream().read() < 0) {
                  socket.close();
                }
              }
            })) {
      var began = System.nanoTime();
      var failure =
          Client.of(KIT, server).failure(server.uri("/"), new Bounds(1000, Duration.ofMillis(400)));
      assertThat(failure)
          .isInstanceOf(TooSlowException.class)
          .hasMessageContaining("127.0.0.1")
          .hasMessageEndingWith("not complete within 0.4 s");
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .isBetween(Duration.ofMillis(390), Duration.ofSeconds(30));
      awaitEnd(server);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 O",
        "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\nContent-Length: 3\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nabc",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
      })
  void an_answer_that_is_cut_or_unreadable_is_broken_off(String said) throws Exception {
    for (var reset : new boolean[] {false, true}) {
      try (var server =
          new RawServer(
              (request, socket) -> {
                RawServer.write(socket, said);
                if (reset) {
                  Thread.sleep(20);
                  socket.setSoLinger(true, 0);
                }
                socket.close();
              })) {
        assertThat(Client.of(KIT, server).failure(server.uri("/"), Client.BOUNDS))
            .isInstanceOf(BrokenOffException.class)
            .hasMessageMatching("127\\.0\\.0\\.1( \\(.*\\))?: .+");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 18, 900, -4, -8})
  void a_gzip_that_is_cut_is_broken_off(int length) throws Exception {
    var whole = gzip(1_000_000);
    var cut = Arrays.copyOf(whole, length < 0 ? whole.length + length : length);
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(
                  socket,
                  OK + "Content-Encoding: gzip\r\nContent-Length: " + cut.length + "\r\n\r\n");
              RawServer.write(socket, cut);
            })) {
      assertThat(Client.of(KIT, server).failure(server.uri("/"), Client.BOUNDS))
          .isInstanceOf(BrokenOffException.class);
    }
  }

  @Test
  void a_kept_connection_that_was_closed_meanwhile_does_no_harm() throws Exception {
    try (var server =
        new RawServer(
            (request, socket) -> {
              RawServer.write(socket, RawServer.ok("", "abc"));
              socket.close();
            })) {
      var client = Client.of(KIT, server);
      var http = client.http();
      for (int i = 0; i < 20; i++) {
        try (var answer = Client.answer(http, server.uri("/"), Client.BOUNDS)) {
          assertThat(answer.body()).hasSize(3);
        } catch (ExecutionException e) {
          assertThat(e.getCause()).isInstanceOf(BrokenOffException.class);
        }
        Thread.sleep(i % 3);
      }
      client.awaitZero();
    }
  }

  @Test
  void nobody_listens() throws Exception {
    try (var silent = new SilentPort()) {
      int port = silent.number();
      var start = System.nanoTime();
      var uri = URI.create("http://127.0.0.1:" + port + "/");
      assertThat(new Client(KIT, "127.0.0.1:" + port).failure(uri, Client.BOUNDS))
          .isInstanceOf(UnreachableException.class)
          .hasMessageStartingWith("127.0.0.1 (127.0.0.1 port " + port + ") cannot be reached: ")
          .hasMessageEndingWith("Connection refused");
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .as("no wait for the connection's time-out")
          .isLessThan(Duration.ofSeconds(30));
    }
  }

  @Test
  void the_next_address_is_tried_when_one_cannot_be_reached() throws Exception {
    try (var server = RawServer.saying(RawServer.ok("", "abc"))) {
      var names = Client.resolving("127.0.0.7", "127.0.0.1");
      var client = new Client(KIT, "127.0.0.0/8", names, new ByteBudget(100));
      var uri = URI.create("http://photos.example:" + server.port() + "/");
      try (var answer = Client.answer(client.http(), uri, Client.BOUNDS)) {
        assertThat(answer.status()).isEqualTo(200);
        assertThat(server.requests().get(0)).contains("Host: photos.example:" + server.port());
      }
    }
  }

  @Test
  void an_unknown_name_is_told_from_a_host_that_cannot_be_reached() throws Exception {
    KnownNames nobody =
        host -> {
          throw new UnknownHostException(host);
        };
    var client = new Client(KIT, "", nobody, new ByteBudget(100));
    assertThat(client.failure(URI.create("http://photos.example/a.jpg"), Client.BOUNDS))
        .isInstanceOf(UnknownNameException.class)
        .hasMessage("photos.example is not a known name");
  }
}
