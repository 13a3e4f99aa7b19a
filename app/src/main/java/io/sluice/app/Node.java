package io.sluice.app;

import com.typesafe.config.Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.channel.Channel;
import io.sluice.channel.ChannelLedger;
import io.sluice.channel.ChannelNode;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.ChannelSource;
import io.sluice.channel.LocalPhotos;
import io.sluice.channel.PhotoStage;
import io.sluice.channel.Slots;
import io.sluice.channel.SourceSpec;
import io.sluice.cluster.Heartbeat;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeSystem;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.image.EngineChoice;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.Channels;
import io.sluice.ledger.Completeness;
import io.sluice.ledger.Nodes;
import io.sluice.management.NodeGauges;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.metrics.StuckWatch;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.settings.SettingsReader;
import io.sluice.storage.PictureFiles;
import io.sluice.telegram.ExportSources;
import io.sluice.telegram.preview.PreviewAliases;
import io.sluice.telegram.preview.PreviewSettings;
import io.sluice.telegram.preview.PreviewSources;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of Sluice in this process: its database, its actors and what they share. Closing it stops
 * all of them in the opposite order.
 */
final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long STOP_SECONDS = 10;

  /**
   * Which part of the heap the bytes of photos may take that are read or on their way: the eighth.
   */
  private static final int BYTES_SHARE = 8;

  private static final Duration SUSPECT_TIME = Duration.ofMinutes(1);

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<Void> lost = new CompletableFuture<>();
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final ExportSources exports;
  private NodeMetrics metrics;
  private Database database;
  private Channels channels;
  private PreviewSources previews;
  private Origins origins;
  private ActorSystem<Void> system;
  private EmbeddedServer server;
  private PictureFiles files;
  private Nodes nodes;
  private PixelBudget pixels;
  private ByteBudget bytes;
  private int concurrent;
  private volatile boolean hurried;

  private Node(ExportSources exports) {
    this.exports = exports;
  }

  /**
   * Starts a node that has the database to itself.
   *
   * @throws OtherNodesException if other nodes are alive
   * @throws io.sluice.persistence.DatabaseException if there is no database
   * @throws io.sluice.storage.StorageException if pictures cannot be written
   */
  static Node start(Config config, ExportSources exports) {
    var node = new Node(exports);
    try {
      node.open(config);
      return node;
    } catch (RuntimeException e) {
      node.close();
      throw e;
    }
  }

  private void open(Config config) {
    files = new PictureFiles(new SettingsReader(config).file("IMAGE_DIR"));
    // First the database's: where DATA_DIR cannot be written, that is the setting to name.
    database = openDatabase(DatabaseSettings.from(config));
    files.checkWritable();
    var settings = NodeSettings.from(config);
    nodes = new Nodes(database, settings.timeout());
    join();
    channels = new Channels(database);
    var images = ImageSettings.from(config);
    var engines = EngineChoice.from(config).engines();
    pixels = PixelBudget.ofThisProcess();
    var processor = new ImageProcessor(images, engines, pixels);
    var ledger = ChannelLedger.of(database, nodes.id(), files);
    var suspects =
        new SuspectProcess(images, engines, pixels.totalBytes(), SUSPECT_TIME, List.of());
    var channelSettings = ChannelSettings.from(config);
    concurrent = channelSettings.concurrent();
    bytes = new ByteBudget(Runtime.getRuntime().maxMemory() / BYTES_SHARE);
    metrics = NodeMetrics.in(registry, nodes.id().toString(), MetricsSettings.from(config));
    metrics.runs().places(concurrent);
    NodeGauges.register(registry, database, pixels, bytes);
    var state = new NodeState(metrics.store(), pixels, bytes, database);
    system = NodeSystem.start(Behaviors.empty(), config, database);
    parts.push(this::stopSystem);
    metrics.dispatchers().start(system);
    spawn(state.logging(), "state");
    spawn(new StuckWatch(metrics.stages()).watching(), "stuck");
    spawn(Heartbeat.create(nodes, settings.timeout(), () -> lost.complete(null)), "heartbeat");
    var sharding = ClusterSharding.get(system);
    sharding.init(Origin.entity(OriginSettings.from(config), Clock.systemUTC()));
    openPreviews(config);
    var blocking = dispatcher("sluice.file-dispatcher");
    var threads = new PhotoStage.Threads(dispatcher("sluice.image-dispatcher"), blocking);
    var shared =
        new ChannelNode(
            this::open,
            ledger,
            files,
            new LocalPhotos(bytes, images.maxBytes(), blocking, metrics.stages()),
            new PhotoStage(processor, suspects, files, ledger.known(), threads, metrics.stages()),
            spawn(Slots.create(concurrent), "slots"),
            metrics,
            channelSettings);
    sharding.init(Channel.entity(shared));
  }

  private Executor dispatcher(String name) {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig(name));
  }

  private void openPreviews(Config config) {
    origins = new Origins(system, metrics.origins());
    var jdbc = dispatcher("sluice.jdbc-dispatcher");
    previews =
        new PreviewSources(
            PreviewSettings.from(config),
            new GuardedHttp(system, HttpSettings.from(config), bytes),
            origins,
            new PreviewAliases(channels, jdbc),
            metrics.stages());
  }

  private ChannelSource<?> open(SourceSpec spec) throws IOException {
    return PreviewSources.KIND.equals(spec.kind()) ? previews.open(spec) : exports.open(spec);
  }

  private Database openDatabase(DatabaseSettings settings) {
    var address =
        settings
            .url()
            .orElseGet(
                () -> {
                  server = EmbeddedServer.start(settings.dataDir());
                  parts.push(server);
                  return server.address();
                });
    var database = Database.open(address, settings);
    parts.push(database);
    LOG.info("Database {}", address);
    return database;
  }

  private void join() {
    var others = nodes.joinAlone();
    if (!others.isEmpty()) {
      throw new OtherNodesException(others);
    }
    parts.push(nodes::leave);
  }

  private void stopSystem() throws Exception {
    system.terminate();
    long seconds = hurried ? 0 : STOP_SECONDS;
    system.getWhenTerminated().toCompletableFuture().get(seconds, TimeUnit.SECONDS);
  }

  /** The time to stop is over: closing it waits for no work any more. */
  void hurry() {
    hurried = true;
  }

  /**
   * Lets the channels store what is on their way and leave, then the whole system, in the order of
   * coordinated shutdown. They go on where they are when a node starts.
   *
   * @param last done when all else is, while the system still is there
   */
  void leave(Supplier<CompletionStage<Done>> last) {
    var shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeActorSystemTerminate(), "close-management", last);
    shutdown.runAll(CoordinatedShutdown.clusterLeavingReason()).toCompletableFuture().join();
  }

  ActorSystem<Void> system() {
    return system;
  }

  Database database() {
    return database;
  }

  PictureFiles files() {
    return files;
  }

  Nodes nodes() {
    return nodes;
  }

  ExportSources exports() {
    return exports;
  }

  /** Bytes of photos and pictures in work. */
  long bytesInFlight() {
    return pixels.bytesInUse() + bytes.bytesInUse();
  }

  Channels channels() {
    return channels;
  }

  PreviewSources previews() {
    return previews;
  }

  /** What this node waits for. */
  Origins origins() {
    return origins;
  }

  /** What this node measures, for who scrapes it. */
  PrometheusRegistry registry() {
    return registry;
  }

  /** What this node measures of itself, with the items that are stuck. */
  NodeMetrics metrics() {
    return metrics;
  }

  /** What is stored of a channel, counted anew; empty if the database is away. */
  Optional<Completeness> completeness(Channels.Channel channel) {
    try {
      return Optional.of(Completeness.of(database, channel.id()));
    } catch (DatabaseException e) {
      LOG.warn("{}: what is stored cannot be counted: {}", channel.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** How many channels collect at once here. */
  int concurrent() {
    return concurrent;
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return system.systemActorOf(behavior, name, Props.empty());
  }

  /** Lets go of what would outlive this process, without waiting. */
  void abandon() {
    if (server != null) {
      server.abandon();
    }
  }

  /** Completes if others have taken this node for dead. */
  CompletableFuture<Void> lost() {
    return lost;
  }

  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("A part of the node did not stop as it should: {}", e.toString());
      }
    }
  }
}
