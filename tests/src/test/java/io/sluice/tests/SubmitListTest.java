package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Batches of addresses and lists: each line has an end, and what is there is stored once. */
class SubmitListTest {
  @TempDir private Path directory;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, Integer> visits = new ConcurrentHashMap<>();
  private HttpServer server;
  private Scene scene;

  @BeforeEach
  void begin() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
    scene = Scene.in(directory);
  }

  @AfterEach
  void close() {
    end.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getRawPath();
      int visit = visits.merge(path, 1, Integer::sum);
      var word = path.split("/")[1];
      switch (word) {
        case "file" -> answer(exchange, 200, path);
        case "copy" -> answer(exchange, 200, "/file/1");
        case "denied" -> answer(exchange, 403, "no");
        case "large" -> answer(exchange, 200, "x".repeat(200_000));
        case "flood" -> {
          exchange.getResponseHeaders().add("Retry-After", "1");
          answer(exchange, visit == 1 ? 429 : 200, path);
        }
        case "broken" -> answer(exchange, visit == 1 ? 500 : 200, path);
        case "inside" -> {
          exchange.getResponseHeaders().add("Location", "http://10.0.0.1/");
          answer(exchange, 302, "");
        }
        case "slow" -> drip(exchange);
        default -> answer(exchange, 404, "gone");
      }
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 10);
    exchange.getResponseBody().write('x');
    exchange.getResponseBody().flush();
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String address(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private Sluice.Setup setup() {
    return scene
        .setup()
        .with("ALLOWED_ADDRESSES", "127.0.0.1:" + server.getAddress().getPort())
        .with("SITE_RATE", "200")
        .with("WEB_FILE_TIMEOUT", "1s")
        .with("MAX_WEB_FILE_BYTES", "100000");
  }

  private Map<String, Integer> ends() {
    var ends = new TreeMap<String, Integer>();
    TestDatabase.query(
            scene.database(),
            "SELECT state || coalesce(': ' || reason, ''), count(*) FROM sluice.item GROUP BY 1")
        .forEach(row -> ends.put(row.get(0), Integer.parseInt(row.get(1))));
    return ends;
  }

  @Test
  void every_line_of_a_list_has_an_end_with_its_reason() throws IOException {
    Files.createDirectories(directory.resolve("in/more"));
    Files.writeString(directory.resolve("in/a"), "alpha");
    Files.writeString(directory.resolve("in/more/b"), "beta");
    var lines =
        List.of(
            address("/file/1"),
            "  " + address("/file/1").replace("http", "HTTP") + "#twice",
            address("/copy/1"),
            address("/file/ä b"),
            address("/gone"),
            address("/denied"),
            address("/large"),
            address("/slow"),
            address("/flood"),
            address("/broken"),
            address("/inside"),
            "",
            "http://10.0.0.1/",
            "http://user:secret@127.0.0.1/",
            "gopher://127.0.0.1/",
            "http://no such host/",
            "http://127.0.0.1/" + "x".repeat(9000),
            "a\u0000b",
            "in/a",
            "in/more",
            "in/none");
    var list = directory.resolve("list");
    Files.writeString(list, "\uFEFF" + String.join("\r\n", lines));

    var ended =
        setup().run("submit", "files", "--list", list.toString(), address("/file/2")).assertExit(1);

    assertThat(ended.output()).contains("20 listed, 7 stored, 1 duplicates, 12 failed, 0 dead");
    assertThat(ends())
        .isEqualTo(
            Map.of(
                "done", 7,
                "duplicate", 1,
                "failed: missing", 2,
                "failed: not an address", 3,
                "failed: refused", 4,
                "failed: refused by the server", 1,
                "failed: too_large", 1,
                "failed: too_slow", 1));
    assertThat(scene.count("SELECT count(*) FROM sluice.file_events")).isEqualTo(8);
    assertThat(scene.count("SELECT count(*) FROM sluice.file")).isEqualTo(7);
    assertThat(visits.get("/file/1")).isOne();
    assertThat(
            scene.count("SELECT count(*) FROM sluice.item WHERE address || detail LIKE '%secret%'"))
        .isZero();
    assertThat(scene.count("SELECT count(*) FROM sluice.batch WHERE source::text LIKE '%gone%'"))
        .isZero();
  }

  @Test
  void a_list_on_standard_input_goes_on_after_its_process_was_killed() throws IOException {
    Files.createDirectories(directory.resolve("in"));
    var text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      Files.writeString(directory.resolve("in/" + i), "content " + i);
      text.append("in/").append(i).append('\n');
    }
    var typed = Files.writeString(directory.resolve("typed"), text);
    var piped =
        List.of("sh", "-c", "input=$1; shift; exec \"$@\" < \"$input\"", "sh", typed.toString());
    var marker = directory.resolve("marker");
    var listed = new Rules.Point("listed", "io.sluice.ledger.batch.ItemList", "add", "AT EXIT");
    var small = setup().with("CHUNK_SIZE", "200");
    var slow = small.withJvm(Rules.stopAt(listed, 2, marker, directory));
    try (var first = slow.start(piped, "submit", "files", "-")) {
      first.await("some are listed", () -> Files.exists(marker));
      first.kill();
    }
    assertThat(scene.count("SELECT count(*) FROM sluice.item")).isBetween(200L, 2999L);

    try (var second = small.start(piped, "submit", "files", "-")) {
      assertThat(second.end().assertExit(0).errors()).contains("files-1 goes on");
    }
    assertThat(scene.count("SELECT count(*) FROM sluice.batch")).isOne();
    assertThat(ends()).isEqualTo(Map.of("done", 3000));
    assertThat(scene.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
        .isEqualTo(3000);
    assertThat(scene.images().resolve("lists")).isEmptyDirectory();
  }

  @Test
  void what_names_nothing_is_an_error_that_says_so() throws IOException {
    var empty = Files.writeString(directory.resolve("empty"), " \n\n");
    var list = setup().run("submit", "files", "--list", empty.toString()).assertExit(1);
    assertThat(list.output()).contains("empty is empty: a list has one source a line");
    try (var piped =
        setup()
            .start(List.of("sh", "-c", "exec \"$@\" < /dev/null", "sh"), "submit", "files", "-")) {
      assertThat(piped.end().assertExit(1).errors()).contains("standard input is empty");
    }
    var none = setup().run("submit", "files");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.errors()).contains("name a SOURCE, or a list of them by --list");
    var other = setup().run("submit", "files", "ftp://127.0.0.1/");
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.errors()).contains("an address begins with http://, https:// or s3://");
  }

  @Test
  void nodes_get_addresses_and_lists_and_what_they_cannot_read_is_sent() throws IOException {
    var readable = Files.createDirectories(directory.resolve("readable")).toRealPath();
    var list = Files.writeString(readable.resolve("list"), address("/file/2") + "\nlist\n");
    var setup = setup().with("SOURCE_ROOTS", readable.toString());
    try (var node = LiveNode.start(setup)) {
      setup
          .run("submit", "files", "--wait", address("/file/1"), "--list", list.toString())
          .assertExit(0);
      assertThat(ends()).isEqualTo(Map.of("done", 3));
      assertThat(node.get("/api/batches/1").at("/source/addresses/0").asText())
          .isEqualTo(address("/file/1"));
      var other =
          Files.writeString(
              directory.resolve("another list"), address("/file/3") + "\n" + readable + "/list\n");
      setup.run("submit", "files", "--wait", "--list", other.toString()).assertExit(0);
      assertThat(ends()).isEqualTo(Map.of("done", 4, "duplicate", 1));
      var input = List.of("sh", "-c", "printf '%s\n' " + address("/file/4") + " | \"$@\"", "sh");
      try (var piped = setup.start(input, "submit", "files", "--wait", "-")) {
        piped.end().assertExit(0);
      }
      assertThat(ends()).isEqualTo(Map.of("done", 5, "duplicate", 1));
    }
  }
}
