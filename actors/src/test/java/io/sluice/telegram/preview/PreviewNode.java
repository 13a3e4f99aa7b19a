package io.sluice.telegram.preview;

import com.typesafe.config.ConfigFactory;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.channel.Arrival;
import io.sluice.http.AllowedAddresses;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.channel.Channels;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginNode;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import org.apache.pekko.stream.javadsl.Sink;

/** A cluster of one node with its origins, and what reads the preview site on it. */
final class PreviewNode implements AutoCloseable {
  static final int PATIENCE = 120;
  static final long MOST_PHOTO_BYTES = 100_000;
  static final Duration STUCK_AFTER = Duration.ofMillis(100);

  /** A gap of 5 ms between two requests. */
  private static final OriginSettings RATES = new OriginSettings(200, 200, 200);

  final ActorTestKit kit = ActorTestKit.create("previews", config());
  final Database database = TestDatabase.open();
  final Channels channels = new Channels(database);
  private final Executor jdbc = Executors.newFixedThreadPool(2, PreviewNode::daemon);
  final PrometheusRegistry registry = new PrometheusRegistry();
  final NodeMetrics metrics = NodeMetrics.in(registry, "here", new MetricsSettings(STUCK_AFTER));
  private final Origins origins;

  PreviewNode() {
    var cluster = Cluster.get(kit.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    ClusterSharding.get(kit.system())
        .init(
            Origin.entity(
                new OriginNode(RATES, Clock.systemUTC(), () -> true, new ClosedOrigins(database))));
    origins = new Origins(kit.system(), metrics.origins());
  }

  private static Thread daemon(Runnable work) {
    var thread = new Thread(work, "jdbc");
    thread.setDaemon(true);
    return thread;
  }

  private static com.typesafe.config.Config config() {
    return ConfigFactory.parseString(
            """
            pekko.actor.provider = cluster
            pekko.remote.artery.canonical { hostname = "127.0.0.1", port = 0 }
            pekko.cluster {
              gossip-interval = 100ms
              leader-actions-interval = 100ms
              periodic-tasks-initial-delay = 50ms
              sharding.number-of-shards = 10
              sharding.retry-interval = 100ms
            }
            pekko.persistence.testkit.events.serialize = off
            pekko.persistence.testkit.snapshots.serialize = off
            sluice.image-parallelism = 2
            """)
        .withFallback(PersistenceTestKitPlugin.config())
        .withFallback(PersistenceTestKitSnapshotPlugin.config())
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** What has the site and its photos in common. */
  record Reader(PreviewSite site, PreviewPhotos photos) {
    PreviewSource source(long limit) {
      return source(new PreviewSource.Wanted(PreviewServer.CHANNEL, null, limit, Optional.empty()));
    }

    PreviewSource source(PreviewSource.Wanted wanted) {
      return new PreviewSource(site, photos, wanted);
    }
  }

  Reader reader(PreviewServer server, Path directory) {
    return reader(server.uri(), directory);
  }

  /** One that may ask another port as well. */
  Reader reader(PreviewServer server, Path directory, int otherPort) {
    return reader(server.uri(), directory, server.port(), otherPort);
  }

  /** One that has not seen the site yet. */
  Reader reader(URI uri, Path directory) {
    return reader(uri, directory, uri.getPort());
  }

  private Reader reader(URI uri, Path directory, int... ports) {
    var allowed =
        IntStream.of(ports)
            .mapToObj(port -> AllowedAddresses.Entry.of("127.0.0.1:" + port))
            .toList();
    var http =
        new GuardedHttp(
            kit.system(),
            new HttpSettings(
                new AllowedAddresses(allowed), "Sluice/0.1 (test)", Duration.ofMinutes(1)),
            new ByteBudget(64 << 20));
    var settings =
        new PreviewSettings(uri, "telegram", Duration.ofMinutes(1), MOST_PHOTO_BYTES, directory);
    var site =
        new PreviewSite(
            settings,
            http,
            origins,
            new PreviewAliases(channels, jdbc),
            new Previews.Threads(
                dispatcher("sluice.page-dispatcher"), dispatcher("sluice.file-dispatcher")),
            metrics.stages());
    return new Reader(site, new PreviewPhotos(settings, http, origins, site, metrics.stages()));
  }

  private Executor dispatcher(String name) {
    return kit.system().dispatchers().lookup(DispatcherSelector.fromConfig(name));
  }

  /** All arrivals behind the cursor, in their order. */
  List<Arrival<PreviewCursor>> read(PreviewSource source, Optional<PreviewCursor> cursor)
      throws Exception {
    return await(source.messagesAfter(cursor).runWith(Sink.seq(), kit.system()));
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
  }

  /** What it fails with. */
  Throwable failure(PreviewSource source) throws Exception {
    try {
      throw new AssertionError("it gave " + read(source, Optional.empty()));
    } catch (ExecutionException e) {
      return e.getCause() instanceof java.util.concurrent.CompletionException
          ? e.getCause().getCause()
          : e.getCause();
    }
  }

  static List<Long> ids(List<Arrival<PreviewCursor>> arrivals) {
    return arrivals.stream()
        .filter(arrival -> arrival.message() != null)
        .map(arrival -> arrival.message().id())
        .toList();
  }

  /** The cursor behind all of these; empty behind none. */
  static Optional<PreviewCursor> after(List<Arrival<PreviewCursor>> arrivals) {
    return arrivals.isEmpty()
        ? Optional.empty()
        : Optional.of(arrivals.get(arrivals.size() - 1).after());
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    database.close();
  }
}
