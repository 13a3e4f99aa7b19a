package io.sluice.file;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.http.AllowedAddresses;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginNode;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;

/** A cluster of one node with its origins and its client, and a server on loopback to ask. */
public final class WebNode implements AutoCloseable {
  static final long MOST_BYTES = 100_000;

  final ByteBudget budget = new ByteBudget(16 << 20);
  final Database database = TestDatabase.open();
  private final ActorTestKit kit = ActorTestKit.create("web", config());
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Answering> pages = new ConcurrentHashMap<>();
  private final List<String> visits = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Origins origins;

  /** What a page does with one who asks. */
  public interface Answering {
    void to(HttpExchange exchange) throws IOException;
  }

  public WebNode() throws IOException {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    var node =
        new OriginNode(
            new OriginSettings(1, 1, 200),
            Clock.systemUTC(),
            () -> true,
            new ClosedOrigins(database));
    ClusterSharding.get(kit.system()).init(Origin.entity(node));
    var metrics =
        NodeMetrics.in(
            new PrometheusRegistry(), "here", new MetricsSettings(Duration.ofMinutes(2)));
    origins = new Origins(kit.system(), metrics.origins());
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  private static Config config() {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.cluster.sharding { number-of-shards = 10, retry-interval = 100ms }
            pekko.persistence.testkit.events.serialize = off
            pekko.persistence.testkit.snapshots.serialize = off
            """)
        .withFallback(PersistenceTestKitPlugin.config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** The way to the web, on which this server alone of all private addresses may be asked. */
  public WebAccess access(Duration timeout) {
    var allowed = AllowedAddresses.Entry.of("127.0.0.1:" + server.getAddress().getPort());
    var settings =
        new HttpSettings(
            new AllowedAddresses(List.of(allowed)), "Sluice/0.1 (test)", Duration.ofMinutes(1));
    return new WebAccess(
        new GuardedHttp(kit.system(), settings, budget),
        origins,
        new WebSettings(MOST_BYTES, timeout));
  }

  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  public void page(String path, Answering answering) {
    pages.put(path, answering);
  }

  public void page(String path, int status, Map<String, String> headers, String body) {
    page(
        path,
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::add);
          var bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        });
  }

  public long visits(String path) {
    return visits.stream().filter(path::equals).count();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getRawPath();
      visits.add(path);
      pages.getOrDefault(path, one -> one.sendResponseHeaders(404, -1)).to(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
    kit.shutdownTestKit();
    database.close();
  }
}
