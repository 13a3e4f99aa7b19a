package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnsweringNodeTest {
  private static boolean isFound(int status, String type, String body) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      var url = "http://127.0.0.1:" + server.getAddress().getPort();
      var found = AnsweringNode.at(url);
      found.ifPresent(address -> assertThat(address).isEqualTo(url));
      return found.isPresent();
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"404, not-found", "401, unauthorized", "503, not-ready"})
  void a_node_is_told_by_the_words_of_its_refusal(int status, String name) throws IOException {
    var body = "{\"type\":\"urn:sluice:problem:%s\",\"detail\":\"no\"}".formatted(name);
    assertThat(isFound(status, "application/problem+json", body)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "404; application/json; {\"detail\":\"Not Found\"}",
        "404; application/problem+json; {\"type\":\"about:blank\",\"detail\":\"no\"}",
        "404; application/json; [1",
        "404; text/html; <p>urn:sluice:problem:not-found",
        "200; application/json; {\"type\":\"urn:sluice:problem:not-found\"}",
        "302; text/html; elsewhere"
      })
  void others_are_none(int status, String type, String body) throws IOException {
    assertThat(isFound(status, type, body)).isFalse();
  }

  @Test
  void who_does_not_answer_is_none() throws IOException {
    try (var silent = new SilentPort();
        var mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      assertThat(AnsweringNode.at("http://127.0.0.1:" + silent.number())).isEmpty();
      assertThat(AnsweringNode.at("http://127.0.0.1:" + mute.getLocalPort())).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://127.0.0.1", "nothing at all", "file:///tmp", ""})
  void what_is_no_address_is_none(String url) {
    assertThat(AnsweringNode.at(url)).isEmpty();
  }
}
