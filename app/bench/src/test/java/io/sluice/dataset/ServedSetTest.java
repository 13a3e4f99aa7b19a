package io.sluice.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Waiting;
import io.sluice.terminal.LineWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ServedSetTest {
  @TempDir private Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<Thread> threads = new ArrayList<>();

  private int run(String... words) {
    return new CommandLine(new DatasetCommand())
        .setOut(new LineWriter(new PrintWriter(out, true)))
        .setErr(new PrintWriter(err, true))
        .execute(words);
  }

  /**
   * Runs until it serves; gives what it tells, and its exit code when its thread is interrupted.
   */
  private FutureTask<Integer> serving(String... words) throws Exception {
    var running = new FutureTask<>(() -> run(words));
    var thread = new Thread(running, "serving");
    thread.start();
    threads.add(thread);
    Waiting.until(
        () ->
            running.isDone() || out.toString().lines().anyMatch(line -> line.contains("sluice ")));
    assertThat(running.isDone()).as(err::toString).isFalse();
    return running;
  }

  @AfterEach
  void end() {
    threads.forEach(Thread::interrupt);
  }

  private String told(String pattern) {
    var found = Pattern.compile(pattern).matcher(out.toString());
    assertThat(found.find()).as(out.toString()).isTrue();
    return found.group(1);
  }

  private static HttpResponse<byte[]> answer(String method, String address)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(address))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofByteArray());
  }

  @Test
  void files_are_at_the_addresses_of_the_list_and_nothing_else_is() throws Exception {
    var set = directory.resolve("set");
    var running =
        serving("files", "--count", "40", "--out", set.toString(), "--oddities", "--serve");
    var home =
        "http://"
            + told("(?m)^SITE_RATE=1000 ALLOWED_ADDRESSES=(\\S+) sluice submit files --list ");
    var addresses = Files.readAllLines(set.resolve(ServeOptions.LIST));
    assertThat(addresses).hasSize(40).allMatch(address -> address.startsWith(home + "/"));
    for (var address : addresses) {
      var file = Path.of(URI.create(set.toUri() + address.substring(home.length() + 1)));
      assertThat(answer("GET", address).body()).as(address).isEqualTo(Files.readAllBytes(file));
    }
    Files.writeString(directory.resolve("secret"), "not in the set");
    Files.createSymbolicLink(set.resolve("link"), directory.resolve("secret"));
    assertThat(answer("GET", home + "/link").statusCode()).isEqualTo(404);
    assertThat(answer("GET", home + "/%2e%2e/secret").statusCode()).isEqualTo(404);
    assertThat(answer("GET", home + "/no%00thing").statusCode()).isEqualTo(404);
    assertThat(answer("GET", home + "/").statusCode()).isEqualTo(404);
    assertThat(answer("POST", addresses.get(0)).statusCode()).isEqualTo(405);
    threads.forEach(Thread::interrupt);
    assertThat(running.get()).isZero();
  }

  @Test
  void channels_of_the_web_need_no_folder() throws Exception {
    serving("channel", "--count", "30", "--serve");
    var pages = told("(?m)^TELEGRAM_URL=(\\S+) ");
    var name = told("sluice collect @(\\w+)");
    assertThat(new String(answer("GET", pages + "/s/" + name).body(), StandardCharsets.UTF_8))
        .contains("tgme_widget_message");
  }

  @Test
  void websites_have_names_and_answer() throws Exception {
    var set = directory.resolve("my sites");
    serving(
        "websites",
        "--count",
        "5",
        "--out",
        set.toString(),
        "--serve",
        "--plain",
        "--latency-ms",
        "0",
        "1");
    assertThat(Files.readAllLines(set.resolve("sites.csv"))).hasSize(6);
    assertThat(set.resolve("authority.p12")).exists();
    told("DNS_SERVERS=(127.0.0.1:\\d+) ALLOWED_ADDRESSES=127.0.0.0/8 ");
    told("JAVA_TOOL_OPTIONS=('-Djavax.net.ssl.trustStore=\"/[^\"]+/my sites/authority.p12\" -D)");
    int port = Integer.parseInt(told("at port (\\d+)"));
    try (var socket = new Socket("127.1.0.1", port)) {
      ask(socket.getOutputStream());
      assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 ");
    }
  }

  @Test
  void a_port_that_is_taken_is_told() throws Exception {
    try (var taken = new ServerSocket(0)) {
      var port = Integer.toString(taken.getLocalPort());
      var set = directory.resolve("sites").toString();
      assertThat(run("websites", "--serve", "--count", "5", "--port", port, "--out", set)).isOne();
      assertThat(err.toString())
          .contains("nothing is served: the sites do not start at port " + port);
    }
  }

  private static void ask(OutputStream out) throws IOException {
    out.write(
        "GET /robots.txt HTTP/1.1\r\nHost: site1.test\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Test
  void what_is_not_right_is_told_before_anything_is_made() {
    var set = directory.resolve("set");
    assertThat(run("files", "--out", set.toString(), "--serve", "--port", "70000")).isEqualTo(2);
    assertThat(run("websites", "--serve")).isEqualTo(2);
    assertThat(run("websites", "--serve", "--count", "0", "--out", set.toString())).isEqualTo(2);
    assertThat(run("websites", "--serve", "--dns-port", "70000", "--out", set.toString()))
        .isEqualTo(2);
    assertThat(run("channel", "--serve", "--count", "-1")).isEqualTo(2);
    assertThat(run("events")).isEqualTo(2);
    assertThat(run("events", "--serve", "--redis", "redis://127.0.0.1/x")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "--port must be 0 to 65535, was 70000",
            "--dns-port must be 0 to 65535",
            "'--out=DIR'",
            "--count must be 1 or more")
        .contains("--count must be 0 to", "'--redis=ADDRESS', or --serve", "no --redis");
    assertThat(set).doesNotExist();
  }

  @Test
  void a_value_is_quoted_as_a_shell_takes_it() {
    assertThat(Serving.quoted("127.0.0.0/8")).isEqualTo("127.0.0.0/8");
    assertThat(Serving.quoted("it's here")).isEqualTo("'it'\\''s here'");
  }
}
