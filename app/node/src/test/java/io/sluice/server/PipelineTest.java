package io.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Many messages in one send, which Pekko's parser would take with one call in another. */
class PipelineTest {
  private static final int MANY = 3000;
  private static final int PATIENCE_MS = 60_000;
  private static final String HOST = "Host: x\r\n";

  @TempDir static Path directory;
  private static PemFiles files;

  @BeforeAll
  static void make() throws Exception {
    files = PemFiles.make(directory, "EC");
  }

  static Stream<String> messages() {
    return Stream.of(
        "GET / HTTP/1.1\r\n" + HOST + "\r\n",
        "GET / HTTP/1.1\r\nConnection: keep-alive\r\n" + HOST + "\r\n",
        "HEAD / HTTP/1.1\nHost: x\n\n",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 0\r\n\r\n",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 5\r\n\r\nhello",
        "POST / HTTP/1.1\r\n" + HOST + "Content-Length: 4\r\n\r\n\n\n\n\n",
        "POST / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\n"
            + HOST
            + "Transfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\nA: b\r\n\r\n",
        "GET / HTTP/1.0\n\n",
        "OPTIONS * HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\n\r\n");
  }

  private static CompletableFuture<HttpResponse> handle(HttpRequest request) {
    request.discardEntityBytes(Served.actors());
    return CompletableFuture.completedFuture(HttpResponse.create().withEntity("fine"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void a_connection_full_of_requests_is_that_connection_alone(String message) throws Exception {
    try (var served = Served.with(Map.of(), PipelineTest::handle)) {
      send(new Socket(InetAddress.getLoopbackAddress(), served.port()), message);
      assertThat(served.ask("GET / HTTP/1.1")).startsWith("HTTP/1.1 200 ").endsWith("fine");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET / HTTP/1.1\r\nHost: x\r\n\r\n", "GET / HTTP/1.0\n\n"})
  void it_is_so_behind_tls(String message) throws Exception {
    var settings =
        Map.of(
            "API_TLS_CERTIFICATE", files.certificateFile().toString(),
            "API_TLS_KEY", files.pkcs8().toString());
    var trusting = files.trusting();
    try (var served = Served.with(settings, PipelineTest::handle)) {
      send(connect(trusting, served), message);
      try (var socket = connect(trusting, served)) {
        socket
            .getOutputStream()
            .write(
                ("GET / HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
                        .formatted(served.port()))
                    .getBytes(StandardCharsets.UTF_8));
        assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .startsWith("HTTP/1.1 200 ");
      }
    }
  }

  private static Socket connect(SSLContext trusting, Served served) throws Exception {
    return trusting
        .getSocketFactory()
        .createSocket(InetAddress.getLoopbackAddress(), served.port());
  }

  /** Reads as well, since a server that cannot write stops reading. */
  private static void send(Socket socket, String message) throws Exception {
    socket.setSoTimeout(PATIENCE_MS);
    try (socket) {
      var answers = CompletableFuture.runAsync(() -> drain(socket));
      var all = message.repeat(MANY) + "GET / HTTP/1.0\r\n\r\n";
      socket.getOutputStream().write(all.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      answers.get();
    } catch (IOException e) {
      // It was cut: what counts is who is asked next.
    }
  }

  private static void drain(Socket socket) {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      // As above.
    }
  }
}
