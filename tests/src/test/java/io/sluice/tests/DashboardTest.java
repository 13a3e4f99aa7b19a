package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ForcedColors;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page that tells what runs, in a real browser and beside a node at work. */
class DashboardTest {
  private static final String TOKEN = "0123456789-the-token";
  private static final String READ_TOKEN = "0123456789-only-look";

  /** What an answer to somebody's own request says. */
  private static final String DELETED =
      "fetch('/api/batches/none', {method: 'DELETE'}).then(answer => answer.status)";

  private static final String MARKUP = "<img src=x onerror=alert(1)> \u202eabc";
  private static final long MOST_BYTES = 200_000;
  private static final int GONE = 7;

  @TempDir private Path directory;
  private final Map<String, Integer> visits = new ConcurrentHashMap<>();
  private final List<String> complaints = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer site;
  private Scene scene;
  private Chromium browser;

  @BeforeEach
  void open() throws IOException {
    browser = Chromium.open("dashboard", 1280, 800);
    site = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 100);
    site.createContext("/", this::answer);
    site.setExecutor(threads);
    site.start();
    scene = Scene.in(directory);
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
    if (site != null) {
      site.stop(0);
    }
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      visits.merge(path, 1, Integer::sum);
      boolean gone = path.startsWith("/gone");
      var body = (path + " ".repeat(40_000)).getBytes();
      exchange.sendResponseHeaders(gone ? 404 : 200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private Sluice.Setup setup() {
    return scene
        .setup()
        .with("SOURCE_ROOTS", directory.toString())
        .with("ALLOWED_ADDRESSES", "127.0.0.1:" + site.getAddress().getPort())
        .with("SITE_RATE", "20");
  }

  /** A batch that is at work for a minute, in which some fail. */
  private long submit(LiveNode node) throws IOException {
    var lines = new ArrayList<String>();
    for (int i = 0; i < GONE; i++) {
      lines.add(address("/gone/" + i));
    }
    for (int i = 0; i < 1500; i++) {
      lines.add(address("/there/" + i));
    }
    var list = Files.write(directory.resolve("list.txt"), lines);
    return node.submit(
        Map.of(
            "kind", "files", "name", "may", "source", Map.of("lists", List.of(list.toString()))));
  }

  private String address(String path) {
    return "http://127.0.0.1:" + site.getAddress().getPort() + path;
  }

  private Page look(LiveNode node) {
    var page = browser.newPage();
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error") && !message.text().contains("ERR_")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    page.navigate(node.api().resolve("/dashboard").toString());
    return page;
  }

  private static void await(String what, BooleanSupplier condition) {
    Sluice.await(what, condition, Duration.ofSeconds(60));
  }

  @Test
  void it_shows_what_runs_and_what_failed_and_comes_back_with_its_node() throws IOException {
    var files = scene.withExport(200, 5).export();
    int port;
    Page page;
    try (var node = LiveNode.start(setup())) {
      port = node.apiPort();
      node.add(Map.of("source", files.toString()));
      submit(node);
      node.feed("redis://127.0.0.1:1/events");
      await("a closed origin", () -> close(node));
      var parts = new CopyOnWriteArrayList<Response>();
      browser.context().onResponse(parts::add);
      page = look(node);
      page.waitForSelector(".isLive");
      page.waitForSelector("#failures li:has-text('%d items in 1 batch')".formatted(GONE));
      page.waitForSelector("#now tbody tr:has-text('files')");
      page.waitForSelector("#itemChart canvas");
      page.waitForSelector("#working li:has-text('may'):has-text('of 1,507')");
      page.waitForSelector("#closed li");
      assertThat(page.textContent("#closed")).contains(MARKUP);
      assertThat(page.locator("img").count()).as("nothing of it is read").isZero();
      assertParts(node, parts);
      assertThat(page.evaluate("document.documentElement.scrollHeight")).isEqualTo(800);
      page.waitForSelector("#bottleneck:not([hidden])");
      assertThat(page.locator("#bottleneck").boundingBox().height).isLessThan(100);
      // So that the line has more than a point.
      await("lines", () -> scene.count("SELECT count(DISTINCT at) FROM sluice.history") > 3);
      page.waitForTimeout(11_000);
      browser.check(page, "work");
      retry(page);
      tables(page);
      narrow(page);
      node.program().kill();
    }
    page.waitForSelector(".isAway");
    browser.picture(page, "away");
    try (var node = LiveNode.startAt(port, setup())) {
      page.waitForSelector(".isLive");
      assertThat(page.textContent("#who")).contains("up ");
      assertThat(scene.count("SELECT count(DISTINCT node) FROM sluice.history")).isPositive();
      assertThat(node.get("/api/history").get("series")).isNotEmpty();
    }
    assertThat(complaints).isEmpty();
  }

  /** With a name as a stranger might write it. */
  private boolean close(LiveNode node) {
    if (node.get("/api/status").at("/closedOrigins").isEmpty()) {
      TestDatabase.execute(
          scene.database(),
          "INSERT INTO sluice.closed_origin (origin, closed_until, reason) VALUES ('%s', now() + interval '10 minutes', 'flood')"
              .formatted(MARKUP));
      return false;
    }
    return true;
  }

  /** All of it is this node's, small, and may run nothing that is written into it. */
  private static void assertParts(LiveNode node, List<Response> parts) {
    long bytes = 0;
    for (var part : parts) {
      assertThat(part.url()).startsWith(node.api().toString());
      if (part.url().contains("/dashboard")) {
        bytes += part.body().length;
        assertThat(part.headerValue("Content-Security-Policy"))
            .contains("default-src 'none'")
            .doesNotContain("unsafe");
      }
    }
    assertThat(bytes).isBetween(50_000L, MOST_BYTES);
  }

  private void retry(Page page) {
    page.focus("#failures button");
    page.keyboard().press("Enter");
    page.waitForSelector("#sure[open]");
    assertThat(page.textContent("#sureWords")).contains("Try 7 items again in 1 batch?");
    page.keyboard().press("Escape");
    page.waitForSelector(
        "#sure", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.HIDDEN));
    assertThat(visits).containsEntry("/gone/0", 1);
    page.click("#failures button");
    page.click("#sureYes");
    page.waitForSelector("#failedNote:has-text('7 items tried again')");
    await("the same asked again", () -> visits.get("/gone/0") == 2);
  }

  private void tables(Page page) {
    page.check("#asTable", new Page.CheckOptions().setForce(true));
    page.waitForSelector("#twin tbody tr");
    assertThat(page.textContent("#twin caption")).contains("Items and MB a second");
    Chromium.assertUsable(page, "table");
    browser.picture(page, "table");
    page.uncheck("#asTable", new Page.UncheckOptions().setForce(true));
    for (var range : List.of("1h", "24h", "30d")) {
      page.check("input[value='%s']".formatted(range), new Page.CheckOptions().setForce(true));
      page.waitForSelector(
          "#doneIn:has-text('In %s')".formatted(range.replaceAll("(\\d+)", "$1 ")));
    }
    browser.picture(page, "month");
    page.check("input[value='15m']", new Page.CheckOptions().setForce(true));
  }

  private void narrow(Page page) {
    page.setViewportSize(320, 800);
    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
    browser.check(page, "narrow");
    page.setViewportSize(1280, 800);
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(ColorScheme.DARK)
            .setForcedColors(ForcedColors.ACTIVE));
    browser.picture(page, "forced");
    Chromium.assertUsable(page, "forced");
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(ColorScheme.LIGHT)
            .setForcedColors(ForcedColors.NONE));
  }

  @Test
  void who_signs_in_may_do_what_the_token_lets() {
    try (var node =
        LiveNode.start(setup().with("API_TOKEN", TOKEN).with("API_TOKEN_READ", READ_TOKEN))) {
      var page = look(node);
      page.waitForSelector("#ask:not([hidden])");
      assertThat(page.isVisible("#board")).isFalse();
      browser.check(page, "token");
      signIn(page, "wrong-token-of-somebody");
      page.waitForSelector("#askNote:has-text('not the token')");
      assertThat(page.isVisible("#board")).isFalse();
      signIn(page, READ_TOKEN);
      page.waitForSelector(".isLive");
      assertThat(page.isVisible("#ask")).isFalse();
      assertThat(page.evaluate("document.cookie + sessionStorage.length")).isEqualTo("0");
      page.navigate(node.api().resolve("/dashboard/batches").toString());
      page.waitForSelector(".isLive");
      assertThat(page.isDisabled("button:has-text('Pause all')")).isTrue();
      assertThat(page.evaluate(DELETED)).isEqualTo(403);
      var other = look(node);
      other.waitForSelector(".isLive");
      page.click("#leave");
      page.waitForSelector("#ask:not([hidden])");
      other.waitForSelector("#ask:not([hidden])");
      other.close();
      signIn(page, TOKEN);
      page.waitForSelector(".isLive");
      assertThat(page.isDisabled("button:has-text('Pause all')")).isFalse();
      assertThat(page.evaluate(DELETED)).isEqualTo(404);
    }
    assertThat(complaints).allMatch(text -> text.matches(".*\\b40[134]\\b.*"));
  }

  private static void signIn(Page page, String token) {
    page.fill("#token", token);
    page.keyboard().press("Enter");
  }

  @Test
  void tabs_share_one_stream_and_another_goes_on_with_it() {
    try (var node = LiveNode.start(setup())) {
      var streams = new CopyOnWriteArrayList<String>();
      browser
          .context()
          .onRequest(
              request -> {
                if (request.url().endsWith("/api/events")) {
                  streams.add(request.url());
                }
              });
      var tabs = new ArrayList<Page>();
      for (int i = 0; i < 7; i++) {
        tabs.add(look(node));
        // The first one has the stream then, and is the one to be closed.
        tabs.get(0).waitForSelector(".isLive");
      }
      tabs.forEach(tab -> tab.waitForSelector(".isLive"));
      var last = tabs.get(6);
      told(last);
      assertThat(streams).hasSize(1);
      tabs.get(0).close();
      told(last);
      assertThat(streams).hasSize(2);
    }
    assertThat(complaints).isEmpty();
  }

  /** The time that the node is up is told by the stream alone. */
  private static void told(Page page) {
    var before = page.textContent("#who");
    page.waitForFunction("before => document.querySelector('#who').textContent !== before", before);
    before = page.textContent("#who");
    page.waitForFunction("before => document.querySelector('#who').textContent !== before", before);
  }
}
