package io.sluice.node;

import com.typesafe.config.Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.api.SourceRoots;
import io.sluice.batch.Batch;
import io.sluice.batch.BatchNode;
import io.sluice.batch.BatchSettings;
import io.sluice.batch.Chunk;
import io.sluice.batch.ItemStage;
import io.sluice.batch.Kind;
import io.sluice.batch.TrialTurns;
import io.sluice.bottleneck.BottleneckBoard;
import io.sluice.bottleneck.BottleneckWatch;
import io.sluice.bottleneck.ClusterBottleneck;
import io.sluice.category.Classification;
import io.sluice.channel.Channel;
import io.sluice.channel.ChannelLedger;
import io.sluice.channel.ChannelNode;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.SourceNode;
import io.sluice.channel.SourceOpener;
import io.sluice.channel.Sources;
import io.sluice.cluster.Licence;
import io.sluice.cluster.Members;
import io.sluice.cluster.ShardAllocation;
import io.sluice.cluster.ShardByNumber;
import io.sluice.document.Ocr;
import io.sluice.file.EventBounds;
import io.sluice.file.SweepSettings;
import io.sluice.file.Sweeper;
import io.sluice.http.ByteBudget;
import io.sluice.http.GuardedHttp;
import io.sluice.http.HttpSettings;
import io.sluice.image.ImageEngine;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.ClosedOrigins;
import io.sluice.ledger.Runs;
import io.sluice.ledger.batch.Batches;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.history.History;
import io.sluice.ledger.node.NodeList;
import io.sluice.ledger.node.NodeLoad;
import io.sluice.ledger.node.Nodes;
import io.sluice.ledger.node.PlacesInUse;
import io.sluice.management.NodeGauges;
import io.sluice.message.Messages;
import io.sluice.metrics.HistoryCounters;
import io.sluice.metrics.HistoryKeeper;
import io.sluice.metrics.HistorySettings;
import io.sluice.metrics.HistoryShares;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.metrics.StuckWatch;
import io.sluice.model.ModelAccess;
import io.sluice.origin.Origin;
import io.sluice.origin.OriginNode;
import io.sluice.origin.OriginSettings;
import io.sluice.origin.Origins;
import io.sluice.persistence.Database;
import io.sluice.photo.LocalPhotos;
import io.sluice.photo.PhotoStage;
import io.sluice.photo.PictureMaker;
import io.sluice.run.Places;
import io.sluice.run.RunNode;
import io.sluice.run.SettledLog;
import io.sluice.upload.PieceTurns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.cluster.sharding.typed.ClusterShardingSettings;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.slf4j.LoggerFactory;

/**
 * What a node does: its channels and origins, which sharding gives it, with what they share. Made
 * before the node is in its cluster; it begins with {@link #begin}.
 */
public final class NodeWork {
  /**
   * Which part of the heap the bytes of photos may take that are read or on their way: the eighth.
   */
  private static final int BYTES_SHARE = 8;

  /**
   * Which part of it messages in work may take: while it is stored, each is there several times.
   */
  private static final int MESSAGES_SHARE = 16;

  private static final Duration SUSPECT_TIME = Duration.ofMinutes(1);

  private final Config config;
  private final Database database;
  private final Stores stores;
  private final Nodes nodes;
  private final Sources sources;
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final PixelBudget pixels = PixelBudget.ofThisProcess();
  private final ByteBudget bytes = new ByteBudget(Runtime.getRuntime().maxMemory() / BYTES_SHARE);
  private final ByteBudget messages =
      new ByteBudget(Runtime.getRuntime().maxMemory() / MESSAGES_SHARE);
  private final ImageSettings images;
  private final CompletableFuture<List<ImageEngine>> engines;
  private final ChannelSettings settings;
  private final BatchSettings batchSettings;
  private final RunNode runs;
  private final NodeMetrics metrics;
  private final LoadGauge load;
  private ActorSystem<?> system;
  private SourceOpener opener;
  private GuardedHttp http;
  private Origins origins;
  private ActorRef<Places.Command> places;
  private PictureMaker pictures;
  private Classification classification;
  private Messages siteMessages;
  private List<Kind> kinds;
  private NodeFeeds feeds;
  private final BottleneckBoard.Heard others = new BottleneckBoard.Heard();
  private BottleneckWatch bottleneck;

  NodeWork(
      Config config,
      Database database,
      Stores stores,
      Nodes nodes,
      Sources sources,
      CompletableFuture<List<ImageEngine>> engines) {
    this.config = config;
    this.database = database;
    this.stores = stores;
    this.nodes = nodes;
    this.sources = sources;
    this.engines = engines;
    images = ImageSettings.from(config);
    settings = ChannelSettings.from(config);
    batchSettings = BatchSettings.from(config);
    runs = new RunNode(new Runs(database, nodes.id()));
    metrics = NodeMetrics.in(registry, nodes.id().toString(), MetricsSettings.from(config));
    metrics.runs().places(settings.concurrent());
    load = new LoadGauge(sizes(), metrics.store());
    NodeGauges.register(registry, database, pixels, bytes, messages);
  }

  /**
   * Takes part in the work of the cluster from now on. A node that is alone does what it is told
   * to: what others left at work is for a cluster to go on with.
   */
  void begin(ActorSystem<?> system, Node.Company company) {
    this.system = system;
    metrics.dispatchers().start(system);
    NodeGauges.registerNodes(registry, () -> Members.byState(system));
    spawn(new NodeState(metrics.store(), pixels, bytes, database).logging(), "state");
    spawn(new StuckWatch(metrics.stages()).watching(), "stuck");
    keepHistory();
    var sharding = ClusterSharding.get(system);
    var shardings = ClusterShardingSettings.create(system);
    sharding.init(Origin.entity(originNode()).withSettings(shardings.withRememberEntities(false)));
    openSources();
    spawn(
        Sweeper.create(stores.files(), database, SweepSettings.from(config), metrics.sweeps()),
        "sweeper");
    pictures = pictures();
    places = spawn(Places.create(load.sizes(), load.occupancy()), "places");
    int shards = shardings.numberOfShards();
    sharding.init(
        Channel.entity(shared())
            .withSettings(shardings.withRememberEntities(company == Node.Company.CLUSTER))
            .withMessageExtractor(new ShardByNumber<>(shards))
            .withAllocationStrategy(allocation("channels", NodeLoad::channels, shards)));
    var models = ModelAccess.of(system, HttpSettings.from(config), bytes, origins);
    classification =
        Classification.begin(system, database, models, metrics.classifications(), config);
    siteMessages = Messages.begin(system, database, models, metrics.messages(), config);
    var budgets = List.of(bytes, messages);
    bottleneck =
        BottleneckWatch.begin(
            system,
            new BottleneckWatch.Parts(metrics, load.occupancy(), pixels, budgets, origins, models),
            nodes,
            config);
    spawn(BottleneckBoard.create(bottleneck, others), "bottleneck");
    Ocr.begin(system, database, classification.texts(), config);
    kinds = KnownKinds.on(kinds());
    sharding.init(PieceTurns.entity().withSettings(shardings.withRememberEntities(false)));
    var batches = batches();
    sharding.init(
        Batch.entity(batches)
            .withSettings(shardings.withRememberEntities(company == Node.Company.CLUSTER))
            .withMessageExtractor(new ShardByNumber<>(shards)));
    sharding.init(
        Chunk.entity(batches)
            .withSettings(shardings.withRememberEntities(false))
            .withMessageExtractor(new ShardByNumber<>(shards))
            .withAllocationStrategy(allocation("chunks", NodeLoad::chunks, shards)));
    if (company == Node.Company.CLUSTER) {
      readFeeds();
    }
  }

  private void keepHistory() {
    var history = new History(database);
    HistoryKeeper.begin(
        system,
        new HistoryShares(history, nodes.id(), new HistoryCounters(registry)),
        history,
        HistorySettings.from(config));
  }

  /** What the items of batches pass, by kind. */
  public Map<String, List<ItemStage<?>>> stages() {
    return kinds.stream().collect(Collectors.toMap(Kind::name, Kind::stages));
  }

  /** What is told of the items of batches, by kind. */
  public Map<String, KindResults> results() {
    return kinds.stream().collect(Collectors.toMap(Kind::name, Kind::results));
  }

  /** This node's part in classifying texts. */
  public Classification classification() {
    return classification;
  }

  /** This node's part in writing messages to websites. */
  public Messages siteMessages() {
    return siteMessages;
  }

  /** Reads the feeds from now on that there are; a node that is alone does so if it is told to. */
  public void readFeeds() {
    feeds =
        NodeFeeds.read(
            system,
            database,
            nodes,
            runs,
            KnownKinds.files(kinds()).fetch(namedByEvents()),
            metrics.feeds(),
            config);
  }

  /**
   * Who writes events is not trusted as who asks the API of this machine is: no bucket by itself.
   */
  private EventBounds namedByEvents() {
    return EventBounds.from(config, SourceRoots.from(config, false).inS3());
  }

  /** Stores what is on its way of feeds, and reads no more. */
  public void leaveFeeds() {
    feeds.leave().toCompletableFuture().join();
  }

  private ShardAllocation allocation(
      String what, Function<NodeLoad, PlacesInUse> places, int shards) {
    return new ShardAllocation(system, new NodeList(database), what, places, shards);
  }

  /**
   * Has the channels go on that were at work when the last node ended; sharding does not remember
   * those of a collect that was killed.
   *
   * @return how many there are
   */
  int wakeChannels() {
    var atWork = new ChannelList(database).atWork();
    var sharding = ClusterSharding.get(system);
    atWork.forEach(
        channel ->
            sharding.entityRefFor(Channel.KEY, Long.toString(channel)).tell(new Channel.Wake()));
    return atWork.size();
  }

  /**
   * Has the batches go on that were at work when the last node ended.
   *
   * @return how many there are
   */
  int wakeBatches() {
    var atWork = new Batches(database).withWork();
    var sharding = ClusterSharding.get(system);
    atWork.forEach(
        batch -> sharding.entityRefFor(Batch.KEY, Long.toString(batch)).tell(new Batch.Wake()));
    return atWork.size();
  }

  private OriginNode originNode() {
    return new OriginNode(
        OriginSettings.from(config),
        nodes.clock(),
        new Licence(system, nodes),
        new ClosedOrigins(database));
  }

  private ChannelNode shared() {
    var ledger = ChannelLedger.of(database, nodes.id(), stores.pictures());
    var blocking = dispatcher("sluice.file-dispatcher");
    return new ChannelNode(
        opener,
        ledger,
        stores.pictures(),
        new LocalPhotos(bytes, images.maxBytes(), blocking, metrics.stages()),
        new PhotoStage(pictures, stores.pictures(), ledger.known()),
        messages,
        runs,
        places,
        metrics,
        settings);
  }

  private PictureMaker pictures() {
    var loaded = loaded();
    return new PictureMaker(
        new ImageProcessor(images, loaded, pixels),
        new SuspectProcess(images, loaded, pixels.totalBytes(), SUSPECT_TIME, List.of()),
        new PictureMaker.Threads(
            dispatcher("sluice.image-dispatcher"), dispatcher("sluice.file-dispatcher")),
        metrics.stages());
  }

  private KnownKinds.Shared kinds() {
    return new KnownKinds.Shared(
        config,
        database,
        stores,
        pictures,
        http,
        origins,
        bytes,
        dispatcher("sluice.file-dispatcher"),
        metrics.websites(),
        classification.texts());
  }

  private BatchNode batches() {
    return new BatchNode(
        kinds,
        database,
        runs,
        places,
        metrics.stages(),
        metrics.items(),
        settings.restarts(),
        new TrialTurns(),
        new SettledLog(LoggerFactory.getLogger(Batch.class), "batch", System::nanoTime),
        batchSettings);
  }

  /** How much of each kind of work is done here at once. */
  private Map<String, Integer> sizes() {
    return Map.of(
        Channel.KEY.name(), settings.concurrent(), Chunk.KEY.name(), batchSettings.nodeChunks());
  }

  private List<ImageEngine> loaded() {
    try {
      return engines.join();
    } catch (CompletionException e) {
      throw new IllegalStateException(e.getCause().getMessage(), e);
    }
  }

  private Executor dispatcher(String name) {
    return system.dispatchers().lookup(DispatcherSelector.fromConfig(name));
  }

  private void openSources() {
    origins = new Origins(system, metrics.origins());
    http = new GuardedHttp(system, HttpSettings.from(config), bytes);
    opener =
        sources.on(new SourceNode(system, http, origins, new Channels(database), metrics.stages()));
  }

  private <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return system.systemActorOf(behavior, name, Props.empty());
  }

  /** What the node does at the moment. */
  NodeLoad load() {
    return load.now();
  }

  /** What holds the work of all nodes up. */
  ClusterBottleneck bottleneck() {
    return others.with(bottleneck.get());
  }

  /** Bytes of photos and pictures in work. */
  long bytesInFlight() {
    return pixels.bytesInUse() + bytes.bytesInUse();
  }

  /** How many channels collect at once here. */
  public int concurrent() {
    return settings.concurrent();
  }

  /** What opens sources here. */
  public SourceOpener opener() {
    return opener;
  }

  /** What this node waits for. */
  public Origins origins() {
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
}
