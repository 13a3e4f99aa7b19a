package io.sluice.website;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.sluice.http.AllowedAddresses;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.ledger.website.DoNotContact;
import io.sluice.ledger.website.HostLeases;
import io.sluice.ledger.website.PageCache;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.metrics.WebsiteMetrics;
import io.sluice.page.PageReader;
import io.sluice.page.PageSettings;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/**
 * Websites on addresses of loopback, 127.0.0.2 and up, each of which is a host of its own, and all
 * that visits them. Whatever a test has not given is not found there.
 */
final class SiteScene implements AutoCloseable {
  static final Duration DELAY = Duration.ofMillis(100);

  static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** By the thread that answers, which notes when it begins: who asked cannot know earlier. */
  private static final ThreadLocal<Seen> ASKED = new ThreadLocal<>();

  private static final String WORDS = "Pumps for wells, gardens and cellars, made by hand. ";

  final Database database = TestDatabase.open();
  final PrometheusRegistry registry = new PrometheusRegistry();
  final WebsiteMetrics metrics =
      NodeMetrics.in(registry, "here", new MetricsSettings(Duration.ofMinutes(2))).websites();
  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.jvm-exit-on-fatal-error = off")
              .withFallback(ConfigFactory.load()));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  final HostGates gates = gates();
  private final Map<String, Answering> pages = new ConcurrentHashMap<>();
  private final List<Seen> visits = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final GuardedHttp http;

  /** What a page does with one who asks. */
  interface Answering {
    void to(HttpExchange exchange) throws IOException;
  }

  /** A request, by the clock of {@link System#nanoTime}. */
  private static final class Seen {
    private final String host;
    private final String path;
    private final String cookie;
    private final long began = System.nanoTime();
    private volatile long ended = Long.MAX_VALUE;

    Seen(String host, String path, String cookie) {
      this.host = host;
      this.path = path;
      this.cookie = cookie;
    }
  }

  SiteScene() throws IOException {
    server = HttpServer.create(new InetSocketAddress("0.0.0.0", 0), 200);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
    var allowed = AllowedAddresses.Entry.of("127.0.0.0/8");
    http =
        new GuardedHttp(
            kit.system(),
            new HttpSettings(
                new AllowedAddresses(List.of(allowed)), "Sluice/0.1 (test)", Duration.ofMinutes(1)),
            new ByteBudget(16 << 20));
  }

  /** Of one node; what others ask for they share by the database. */
  HostGates gates() {
    var leases = new HostLeases(database, UUID.randomUUID(), HostGates.LEASE);
    return new HostGates(new SharedHosts(leases, threads), threads);
  }

  private void serve(HttpExchange exchange) throws IOException {
    var host = exchange.getRequestHeaders().getFirst("Host").replaceFirst(":.*", "");
    var path = exchange.getRequestURI().toString();
    var seen = new Seen(host, path, exchange.getRequestHeaders().getFirst("Cookie"));
    visits.add(seen);
    ASKED.set(seen);
    try (exchange) {
      pages
          .getOrDefault(host + path, nothing -> say(nothing, 404, Map.of(), "nothing here"))
          .to(exchange);
    }
  }

  static void say(HttpExchange exchange, int status, Map<String, String> headers, String body)
      throws IOException {
    headers.forEach(
        (name, value) ->
            List.of(value.split("\n"))
                .forEach(line -> exchange.getResponseHeaders().add(name, line)));
    if (!headers.containsKey("Content-Type")) {
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
    }
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    ASKED.get().ended = System.nanoTime();
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** A page that speaks for its site, with links to others. */
  static String html(String title, String... links) {
    var text = new StringBuilder("<html lang=en><title>" + title + "</title><p>");
    text.append(title).append(". ").append(WORDS.repeat(20)).append("</p>");
    for (var link : links) {
      text.append("<a href='").append(link).append("'>").append(link.substring(1)).append("</a>");
    }
    return text.append("</html>").toString();
  }

  String host(int number) {
    return "127.0.0." + number;
  }

  URI at(int number, String path) {
    return URI.create("http://" + host(number) + ":" + server.getAddress().getPort() + path);
  }

  void page(int number, String path, Answering answering) {
    pages.put(host(number) + path, answering);
  }

  void page(int number, String path, String body) {
    page(number, path, exchange -> say(exchange, 200, Map.of(), body));
  }

  void answer(int number, String path, int status, Map<String, String> headers) {
    page(number, path, exchange -> say(exchange, status, headers, "-"));
  }

  void redirect(int number, String path, URI to) {
    answer(number, path, 302, Map.of("Location", to.toString()));
  }

  void robots(int number, String text) {
    page(
        number,
        "/robots.txt",
        exchange -> say(exchange, 200, Map.of("Content-Type", "text/plain"), text));
  }

  /** What was asked of a host, in its order. */
  List<String> asked(int number) {
    return of(number).map(seen -> seen.path).toList();
  }

  /** The same, with the cookies that were brought. */
  List<String> cookies(int number) {
    return of(number).map(seen -> seen.path + " " + seen.cookie).toList();
  }

  private Stream<Seen> of(int number) {
    return visits.stream().filter(seen -> seen.host.equals(host(number)));
  }

  /**
   * The shortest time between an answer of a host and the next request; below 0 if there is none.
   */
  Duration leastPause(int number) {
    var seen = of(number).toList();
    long least = Long.MAX_VALUE;
    for (int i = 1; i < seen.size(); i++) {
      long before = seen.get(i - 1).ended;
      least = Math.min(least, before == Long.MAX_VALUE ? -1 : seen.get(i).began - before);
    }
    return Duration.ofNanos(least);
  }

  /** Ways to read sites in which little differs. */
  static WebsiteSettings settings(Duration timeout, Duration cached, boolean readsNoindex) {
    return new WebsiteSettings(10, DELAY, timeout, DELAY, 100_000, cached, readsNoindex, 1 << 20);
  }

  static WebsiteSettings settings() {
    return settings(TIMEOUT, Duration.ZERO, true);
  }

  CachedPages cache(Duration goodFor) {
    return new CachedPages(new PageCache(database), goodFor, threads);
  }

  PageClient client(WebsiteSettings settings) {
    return new PageClient(http, cache(settings.cached()), settings, metrics, threads);
  }

  Robots robots(PageClient client) {
    return new Robots(client, "Sluice/0.1 (test)");
  }

  SiteVisit.Tools tools(WebsiteSettings settings) {
    return tools(settings, gates);
  }

  SiteVisit.Tools tools(WebsiteSettings settings, HostGates gates) {
    var client = client(settings);
    var barred = new DoNotContact(database);
    return new SiteVisit.Tools(
        client,
        robots(client),
        gates,
        new PageReader(PageSettings.from(ConfigFactory.load())),
        host -> CompletableFuture.supplyAsync(() -> !barred.of(List.of(host)).isEmpty(), threads),
        settings);
  }

  /** What a counter has for a value of a label, and any of its others. */
  double counted(String name, String label, String value) {
    return registry.scrape(name::equals).stream()
        .flatMap(metric -> ((CounterSnapshot) metric).getDataPoints().stream())
        .filter(point -> value.equals(point.getLabels().get(label)))
        .mapToDouble(CounterSnapshot.CounterDataPointSnapshot::getValue)
        .sum();
  }

  /** A turn that is there at once. */
  static PageClient.Turn atOnce() {
    return new PageClient.Turn() {
      private final AtomicBoolean asked = new AtomicBoolean();

      @Override
      public CompletableFuture<Void> next() {
        if (!asked.compareAndSet(false, true)) {
          throw new IllegalStateException("two requests at once");
        }
        return CompletableFuture.completedFuture(null);
      }

      @Override
      public void answered() {
        asked.set(false);
      }
    };
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    kit.shutdownTestKit();
    database.close();
  }
}
