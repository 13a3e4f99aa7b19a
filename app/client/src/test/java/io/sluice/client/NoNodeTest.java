package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.sluice.terminal.Captured;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said where no node answers, or something that is none. */
@Isolated("it looks at what the process prints")
class NoNodeTest {
  private static final String SECRET = "s3cret";
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  @TempDir Path directory;

  private static HttpServer serve(HttpServer server, int status, String type, String body) {
    server.createContext(
        "/",
        exchange -> {
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", type);
          if (status == 302) {
            exchange.getResponseHeaders().set("Location", body);
          }
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static Captured status(String url, String... more) {
    var words = new String[more.length + 3];
    words[0] = "status";
    words[1] = "--url=" + url;
    words[2] = "--token=" + SECRET;
    System.arraycopy(more, 0, words, 3, more.length);
    var program = ClientProgram.run(words);
    assertThat(program.out() + program.err()).doesNotContain(SECRET);
    return program;
  }

  @Test
  void a_refused_connection_says_how_to_start_a_node() throws IOException {
    try (var silent = new SilentPort()) {
      var url = "http://127.0.0.1:" + silent.number();
      var program = status(url);
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              "sluice: no node answers at %s: start one with ./sluice node, or name another with --url\n"
                  .formatted(url));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "200,text/html,<html>,is no node of Sluice: it answered text/html (status 200)",
    "502,text/html,<html>,is no node of Sluice: it answered text/html (status 502)",
    "200,application/json,<html>,is no node of Sluice: it answered application/json (status 200)",
    "200,application/json,{},another form than a node's",
    "200,application/json,[],another form than a node's",
    "404,application/json,{\"error\": 1},is no node of Sluice",
    "302,text/plain,http://elsewhere/,sends elsewhere (302"
  })
  void what_is_not_the_api_is_told_as_such(int status, String type, String body, String said)
      throws IOException {
    var server = serve(HttpServer.create(ANY, 0), status, type, body);
    try {
      var program = status("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err().lines()).singleElement();
      assertThat(program.err()).contains(said);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void what_sends_interim_answers_without_end_is_told_as_no_node() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      CompletableFuture.runAsync(() -> answerWithoutEnd(server));
      var program = status("http://127.0.0.1:" + server.getLocalPort());
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err().lines()).singleElement();
      assertThat(program.err()).contains("is no node of Sluice: it answered without end");
    }
  }

  private static void answerWithoutEnd(ServerSocket server) {
    var interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
    try (var socket = server.accept()) {
      while (true) {
        socket.getOutputStream().write(interim);
      }
    } catch (IOException e) {
      // The client has had enough.
    }
  }

  @Test
  void a_missing_token_says_how_to_give_it() throws IOException {
    try (var node = new StandInNode()) {
      node.token = "other";
      var program = status(node.url());
      assertThat(program.exitCode()).isEqualTo(1);
      assertThat(program.err())
          .isEqualTo(
              "sluice: a token is needed. Give the node's token with --token or API_TOKEN\n");
      node.token = SECRET;
      assertThat(status(node.url()).exitCode()).isZero();
    }
  }

  @Test
  void the_token_is_not_taken_along_to_where_an_answer_sends() throws IOException {
    var asked = new CopyOnWriteArrayList<String>();
    var other = HttpServer.create(ANY, 0);
    other.createContext("/", exchange -> asked.add(exchange.getRequestURI().toString()));
    other.start();
    var elsewhere = "http://127.0.0.1:" + other.getAddress().getPort() + "/";
    var server = serve(HttpServer.create(ANY, 0), 302, "text/plain", elsewhere);
    try {
      status("http://127.0.0.1:" + server.getAddress().getPort());
      assertThat(asked).isEmpty();
    } finally {
      server.stop(0);
      other.stop(0);
    }
  }

  @Test
  void a_certificate_of_ones_own_needs_its_file() throws Exception {
    var store = directory.resolve("store.p12");
    var pem = directory.resolve("authority.pem");
    keytool("-genkeypair", "-keystore", store, "-keyalg", "EC", "-alias", "node", "-dname", "CN=x");
    keytool("-exportcert", "-keystore", store, "-alias", "node", "-rfc", "-file", pem);
    var server = serve(https(store), 200, "application/json", StandInNode.STATUS);
    try {
      var url = "https://127.0.0.1:" + server.getAddress().getPort();
      assertThat(status(url).err()).contains("signed by nobody known here", "--ca or API_CA");
      var known = status(url, "--ca=" + pem);
      assertThat(known.err()).isEmpty();
      assertThat(known.exitCode()).isZero();
      assertThat(status(url.replace("127.0.0.1", "localhost"), "--ca=" + pem).err())
          .contains("is for another name");
      var empty = Files.writeString(directory.resolve("empty.pem"), "nothing");
      assertThat(status(url, "--ca=" + empty).err()).contains("API_CA (--ca)");
    } finally {
      server.stop(0);
    }
  }

  private static HttpsServer https(Path store) throws Exception {
    var keys = KeyStore.getInstance(store.toFile(), SECRET.toCharArray());
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, SECRET.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(factory.getKeyManagers(), null, null);
    var server = HttpsServer.create(ANY, 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    return server;
  }

  private static void keytool(Object... words) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    for (var word : words) {
      command.add(word.toString());
    }
    command.addAll(List.of("-storepass", SECRET));
    if (words[0].equals("-genkeypair")) {
      command.addAll(List.of("-ext", "san=ip:127.0.0.1"));
    }
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  @Test
  void tls_with_a_server_that_speaks_none_is_told() throws IOException {
    try (var server = new ServerSocket()) {
      server.bind(ANY);
      var answering =
          CompletableFuture.runAsync(
              () -> {
                try (var connection = server.accept()) {
                  connection.getInputStream().read();
                  connection.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      assertThat(status("https://127.0.0.1:" + server.getLocalPort()).err())
          .contains("speaks no TLS: use http:// in --url");
      answering.join();
    }
  }
}
