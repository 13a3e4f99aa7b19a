package io.sluice.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.server.ClientLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole node with its servers for all tests of the API, until the last of them has ended. Its
 * second pair of servers asks for a token and has no patience with slow senders.
 */
public final class ApiNode implements BeforeAllCallback {
  public static final String TOKEN = "0123456789-right-token";
  private static final Path EXAMPLE = Path.of("../../examples/harbour-news").toAbsolutePath();
  private static final ClientLimits SHORT =
      new ClientLimits(
          64,
          16,
          Duration.ofSeconds(2),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          Duration.ofMillis(300),
          1000,
          1 << 20);

  /** What the site shows of every name, so that a channel of the web fails for good. */
  private static final String GROUP =
      """
      <!DOCTYPE html>
      <html><head><meta charset="utf-8"><title>Telegram: View @group</title></head>
      <body><div class="tgme_page_wrap"><div class="tgme_body_wrap"><div class="tgme_page">
      <div class="tgme_page_title"><span dir="auto">A group</span></div>
      <div class="tgme_page_extra">150 members, 17 online</div>
      </div></div></div></body></html>
      """;

  private static Running running;

  /** What runs, to be ended once. */
  private static final class Running implements AutoCloseable {
    private final Path directory;
    private final DatabaseAddress database = TestDatabase.withSchema();
    private final HttpServer site;
    private final Node node;
    private final NodeServers open;
    private final NodeServers guarded;
    private volatile CountDownLatch gate = new CountDownLatch(0);

    Running() throws IOException {
      directory = Files.createTempDirectory("sluice-api").toRealPath();
      for (var name : List.of("data", "secret", "exports")) {
        Files.createDirectory(directory.resolve(name));
      }
      site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
      site.setExecutor(Executors.newCachedThreadPool());
      site.createContext("/", this::answer);
      site.start();
      ExplainedQueries.prepare(database);
      var config = settings(Map.of());
      node =
          Node.open(config, KnownSources.from(config), Node.Company.CLUSTER, () -> false)
              .orElseThrow();
      open = NodeServers.start(node, config).orElseThrow();
      guarded =
          NodeServers.start(
                  node, settings(Map.of("API_TOKEN", TOKEN, "MAX_UPLOAD_BYTES", "1000000")), SHORT)
              .orElseThrow();
    }

    private void answer(HttpExchange exchange) throws IOException {
      try {
        gate.await(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      var path = exchange.getRequestURI().getPath();
      if (path.startsWith("/s/")) {
        exchange.getResponseHeaders().add("Location", path.substring(2));
        exchange.sendResponseHeaders(302, -1);
      } else {
        var page = GROUP.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/html; charset=utf-8");
        exchange.sendResponseHeaders(200, page.length);
        exchange.getResponseBody().write(page);
      }
      exchange.close();
    }

    private Config settings(Map<String, String> more) {
      var flags = new HashMap<>(more);
      flags.put("DATA_DIR", directory.resolve("data").toString());
      flags.put(
          "DATABASE_URL",
          "jdbc:postgresql://%s/%s?user=%s&password=%s"
              .formatted(database.host(), database.name(), database.user(), database.password()));
      flags.put("API_PORT", "0");
      flags.put("MANAGEMENT_PORT", "0");
      flags.put("SOURCE_ROOTS", directory.resolve("exports").toString());
      flags.put("TELEGRAM_URL", "http://127.0.0.1:" + site.getAddress().getPort());
      flags.put("ALLOWED_ADDRESSES", "127.0.0.1:" + site.getAddress().getPort());
      flags.put("TELEGRAM_PAGE_RATE", "50");
      flags.put("CONCURRENT_LIMIT", "2");
      return ProgramSettings.load(flags, Map.of(), directory).config();
    }

    @Override
    public void close() {
      site.stop(0);
      node.close();
    }
  }

  @Override
  public synchronized void beforeAll(ExtensionContext context) throws IOException {
    if (running == null) {
      running = new Running();
      context.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).put(ApiNode.class, running);
    }
  }

  public static URI uri() {
    return running.open.uri();
  }

  public static URI management() {
    return running.open.management();
  }

  /** Of the server that asks for the token. */
  public static URI guarded() {
    return running.guarded.uri();
  }

  public static URI guardedManagement() {
    return running.guarded.management();
  }

  public static DatabaseAddress database() {
    return running.database;
  }

  /** All that the node's machine has for it; nothing of it may be told. */
  public static Path directory() {
    return running.directory;
  }

  public static Path data() {
    return running.directory.resolve("data");
  }

  /** The site does not answer until it is released. */
  public static CountDownLatch holdSite() {
    running.gate = new CountDownLatch(1);
    return running.gate;
  }

  public static Path example() {
    return EXAMPLE;
  }

  /** A copy of the example that the node may read, under the title and id of a chat of its own. */
  public static Path export(String name, long id) {
    try {
      var target = running.directory.resolve("exports").resolve(name.replace(' ', '-'));
      Files.createDirectories(target.resolve("photos"));
      try (var photos = Files.list(EXAMPLE.resolve("photos"))) {
        for (var photo : photos.toList()) {
          Files.copy(photo, target.resolve("photos").resolve(photo.getFileName()));
        }
      }
      var text = Files.readString(EXAMPLE.resolve("result.json"));
      Files.writeString(
          target.resolve("result.json"),
          text.replaceFirst("Harbour News", name).replaceFirst("1115428785", Long.toString(id)));
      return target;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
