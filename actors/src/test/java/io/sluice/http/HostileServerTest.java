package io.sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that would end the process which asks them. */
class HostileServerTest {
  private static final ActorTestKit KIT =
      ActorTestKit.create(
          ConfigFactory.parseString(
                  // What would end a node ends this system, and each test that comes after.
                  "pekko.jvm-exit-on-fatal-error = off")
              .withFallback(ConfigFactory.load()));
  private static final int MANY = 20_000;
  private static final Bounds BOUNDS = new Bounds(1 << 20, Duration.ofMinutes(1));

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  private static void assertStillAsks() throws Exception {
    try (var server = RawServer.saying(RawServer.ok("", "fine"));
        var answer = Client.answer(Client.of(KIT, server).http(), server.uri("/"), BOUNDS)) {
      assertThat(answer.body()).asString().isEqualTo("fine");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 100\n\n",
        "HTTP/1.0 103 Early Hints\r\nLink: </a>; rel=preload\r\n\r\n",
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\nConnection: upgrade\r\n\r\n",
        "HTTP/1.1 199 x\n\r\n"
      })
  void a_few_interim_answers_are_passed_over_and_many_fail_the_request(String interim)
      throws Exception {
    try (var polite = RawServer.saying(interim.repeat(8) + RawServer.ok("", "fine"));
        var answer = Client.answer(Client.of(KIT, polite).http(), polite.uri("/"), BOUNDS)) {
      assertThat(answer.body()).asString().isEqualTo("fine");
    }
    for (int count : new int[] {9, MANY}) {
      try (var server = RawServer.saying(interim.repeat(count) + RawServer.ok("", "fine"))) {
        var failure = Client.of(KIT, server).failure(server.uri("/"), BOUNDS);
        assertThat(failure)
            .isInstanceOf(BrokenOffException.class)
            .hasMessage("127.0.0.1: more than 8 interim answers");
        assertThat(failure.isAnswering()).as("so that it counts against the photo").isTrue();
      }
    }
    assertStillAsks();
  }

  static Stream<String> afterAnswers() {
    return Stream.of(
        RawServer.ok("", "fine"),
        RawServer.ok("", ""),
        "HTTP/1.1 204 No Content\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nfine\r\n0\r\n\r\n",
        "HTTP/1.1 304 Not Modified\r\n\r\n");
  }

  /** What a server sends unasked waits in the parser for the next request. */
  @ParameterizedTest
  @MethodSource("afterAnswers")
  void what_comes_after_an_answer_harms_no_one(String answer) throws Exception {
    for (var after :
        new String[] {"HTTP/1.1 100 Continue\r\n\r\n", answer, "\r\n", "\n", "0\r\n\r\n"}) {
      try (var server = RawServer.saying(answer + after.repeat(MANY))) {
        var client = Client.of(KIT, server).http();
        for (int i = 0; i < 4; i++) {
          var got = client.get(server.uri("/"), BOUNDS);
          got.handle(
                  (one, failure) -> {
                    if (failure == null) {
                      one.close();
                    }
                    return null;
                  })
              .toCompletableFuture()
              .get();
        }
      }
    }
    assertStillAsks();
  }

  @Test
  void a_body_of_many_empty_archives_is_read_or_fails() throws Exception {
    var empty = new ByteArrayOutputStream();
    new GZIPOutputStream(empty).close();
    var body = empty.toString(StandardCharsets.ISO_8859_1).repeat(MANY);
    var head =
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n"
            .formatted(body.length());
    try (var server =
        new RawServer(
            (request, socket) ->
                RawServer.write(socket, (head + body).getBytes(StandardCharsets.ISO_8859_1)))) {
      Client.of(KIT, server)
          .http()
          .get(server.uri("/"), BOUNDS)
          .handle((answer, failure) -> answer)
          .toCompletableFuture()
          .get();
    }
    assertStillAsks();
  }

  @Test
  void a_body_of_tiny_chunks_is_one_body() throws Exception {
    var chunks = "1\r\n\n\r\n".repeat(MANY) + "0\r\n\r\n";
    try (var server =
            RawServer.saying("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        var answer = Client.answer(Client.of(KIT, server).http(), server.uri("/"), BOUNDS)) {
      assertThat(answer.body()).asString().isEqualTo("\n".repeat(MANY));
    }
  }
}
