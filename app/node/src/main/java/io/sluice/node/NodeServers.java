package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.api.Api;
import io.sluice.api.NodeFacts;
import io.sluice.api.Pages;
import io.sluice.api.SourceRoots;
import io.sluice.cluster.KubernetesForming;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeTransport;
import io.sluice.feed.FeedSettings;
import io.sluice.management.ManagementServer;
import io.sluice.management.ManagementSettings;
import io.sluice.management.MetricsPage;
import io.sluice.management.NodeChecks;
import io.sluice.server.ClientLimits;
import io.sluice.server.Handler;
import io.sluice.server.ListenSettings;
import io.sluice.server.Listener;
import io.sluice.server.Sessions;
import io.sluice.settings.FileMode;
import io.sluice.settings.ProgramVersion;
import io.sluice.settings.SettingsReader;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The servers of a node: the HTTP API for its users, management for those who keep it running. */
public final class NodeServers {
  private static final Logger LOG = LoggerFactory.getLogger(NodeServers.class);
  private static final Duration REQUESTS = Duration.ofSeconds(2);
  private static final Duration PROBES = Duration.ofMillis(200);
  private static final double NANOS = 1e9;

  private final ManagementServer management;
  private final Api api;
  private final Listener listener;

  private NodeServers(ManagementServer management, Api api, Listener listener) {
    this.management = management;
    this.api = api;
    this.listener = listener;
  }

  /**
   * Starts management, has the node enter its cluster, and starts the API.
   *
   * @return empty if the node was told to stop before it was in
   * @throws io.sluice.server.ListenException if an address cannot be had
   * @throws io.sluice.ledger.node.EntryRefusedException if other nodes are in the way
   */
  public static Optional<NodeServers> start(Node node, Config config) {
    return start(node, config, ClientLimits.DEFAULTS);
  }

  /**
   * @param limits of the API
   */
  static Optional<NodeServers> start(Node node, Config config, ClientLimits limits) {
    var settings = ManagementSettings.from(config);
    var management =
        ManagementServer.start(
            node.system(),
            ListenSettings.management(config),
            settings,
            NodeChecks.of(
                node.system(), node.database(), node.stores().used(), settings.minFreeSpace()),
            accept -> MetricsPage.of(node.work().registry(), accept),
            contactPoint(node, config));
    if (!node.enter(management.uri().getPort())) {
      return Optional.empty();
    }
    var listen = ListenSettings.api(config);
    var api =
        new Api(
            new Api.Parts(
                node.system(),
                node.database(),
                node.channels(),
                node.sources(),
                node.work().opener(),
                node.nodes(),
                SourceRoots.from(
                    config,
                    listen.host().isLoopbackAddress() && NodeTransport.isLoopback(node.system())),
                new SettingsReader(config).file("IMAGE_DIR").toAbsolutePath().normalize(),
                node.stores().here(),
                node.stores().files(),
                node.stores().pictures(),
                node.stores().sent(),
                FileMode.from(config),
                settings.minFreeSpace(),
                FeedSettings.from(config).group(),
                node.work().results(),
                node.work().stages(),
                node.work().classification(),
                node.work().siteMessages(),
                mostUpload(config),
                Sessions.of(listen),
                facts(node)));
    var listener = Listener.bind(node.system(), listen, limits, Pages.OPEN, api);
    var servers = new NodeServers(management, api, listener);
    servers.stopInOrder(CoordinatedShutdown.get(node.system()));
    node.nodes()
        .serve(listen.host().isAnyLocalAddress() ? node.at(listener.uri()) : listener.uri());
    management.started();
    LOG.info("Ready: API {}, management {}", listener.uri(), management.uri());
    return Optional.of(servers);
  }

  private static Map<String, Handler> contactPoint(Node node, Config config) {
    return NodeSettings.from(config).forming() == NodeSettings.Forming.KUBERNETES
        ? Map.of(
            KubernetesForming.CONTACT_POINT, KubernetesForming.contactPoint(node.system())::apply)
        : Map.of();
  }

  private static NodeFacts facts(Node node) {
    var self = node.nodes().self();
    return new NodeFacts(
        node.nodes().id(),
        self.host(),
        self.number(),
        ProgramVersion.CURRENT,
        Instant.now(),
        () ->
            new NodeFacts.Now(
                node.work().bytesInFlight(),
                node.work().metrics().runs().inPlaces(),
                node.work().concurrent(),
                node.database().connectionsInUse(),
                node.database().maxConnections()),
        () ->
            node.work().metrics().stages().stuck().stream()
                .map(
                    item ->
                        new NodeFacts.Stuck(
                            item.stage().label(),
                            item.channel(),
                            item.item(),
                            item.age().toNanos() / NANOS))
                .toList(),
        () -> node.work().metrics().tasksWaiting(),
        node.work()::bottleneck);
  }

  /** How the API is asked from this machine. */
  URI uri() {
    return listener.uri();
  }

  URI management() {
    return management.uri();
  }

  /** Not ready any more, no more requests, the channels leave; probes are answered to the end. */
  private void stopInOrder(CoordinatedShutdown shutdown) {
    shutdown.addTask(CoordinatedShutdown.PhaseServiceUnbind(), "close-api", this::closeApi);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
        "close-management",
        () -> management.stop(PROBES).thenApply(closed -> Done.getInstance()));
  }

  private CompletionStage<Done> closeApi() {
    management.stopping();
    api.stop();
    return listener
        .stop(REQUESTS)
        .thenApply(
            closed -> {
              LOG.info("Stopping: the API is closed, channels store what is on its way");
              return Done.getInstance();
            });
  }

  /** Bytes that may be sent in one request, or as one file. */
  public static long mostUpload(Config config) {
    return new SettingsReader(config).bytes("MAX_UPLOAD_BYTES", 1, Long.MAX_VALUE / 2);
  }
}
