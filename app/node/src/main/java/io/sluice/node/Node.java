package io.sluice.node;

import com.typesafe.config.Config;
import io.sluice.batch.Batch;
import io.sluice.blob.BlobStore;
import io.sluice.channel.Channel;
import io.sluice.channel.Sources;
import io.sluice.cluster.ClusterLog;
import io.sluice.cluster.Departure;
import io.sluice.cluster.Forming;
import io.sluice.cluster.Heartbeat;
import io.sluice.cluster.Members;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeSystem;
import io.sluice.cluster.OutOfClusterException;
import io.sluice.image.EngineChoice;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.node.NodeRow;
import io.sluice.ledger.node.Nodes;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityRef;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node of Sluice in this process: its database, its place in the cluster and its work. Closing it
 * stops all of them in the opposite order.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final long STOP_SECONDS = 10;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CompletableFuture<String> lost = new CompletableFuture<>();
  private final AtomicReference<String> whyLost = new AtomicReference<>();
  private final Config config;
  private final Sources sources;
  private final Company company;
  private final NodeSettings settings;
  private final BooleanSupplier cancelled;
  private Database database;
  private Channels channels;
  private ActorSystem<Void> system;
  private EmbeddedServer server;
  private Stores stores;
  private Nodes nodes;
  private NodeWork work;
  private boolean entered;
  private volatile boolean serverLost;
  private volatile boolean hurried;

  /** Whether others may use the database at the same time. */
  public enum Company {
    ALONE,
    CLUSTER
  }

  private Node(Config config, Sources sources, Company company, BooleanSupplier cancelled) {
    this.config = config;
    this.sources = sources;
    this.company = company;
    settings = NodeSettings.from(config);
    this.cancelled = cancelled;
  }

  /**
   * Opens what a node needs, up to its actor system; it is in no cluster until {@link #enter}.
   *
   * @param cancelled whether to give up waiting for the database and for other nodes
   * @return empty if it was cancelled
   * @throws DatabaseException if there is no database
   * @throws io.sluice.blob.StorageException if pictures cannot be written
   */
  public static Optional<Node> open(
      Config config, Sources sources, Company company, BooleanSupplier cancelled) {
    var node = new Node(config, sources, company, cancelled);
    boolean open = false;
    try {
      open = node.open();
      return open ? Optional.of(node) : Optional.empty();
    } finally {
      if (!open) {
        node.close();
      }
    }
  }

  /**
   * Opens a node that has the database to itself, and is at work when this returns.
   *
   * @throws io.sluice.ledger.node.EntryRefusedException if other nodes are there
   */
  public static Node alone(Config config, Sources sources) {
    var node = open(config, sources, Company.ALONE, () -> false).orElseThrow();
    boolean entered = false;
    try {
      entered = node.enter(Forming.Way.direct(NodeSettings.from(config)));
      return node;
    } finally {
      if (!entered) {
        node.close();
      }
    }
  }

  private boolean open() {
    stores = Stores.from(config);
    parts.push(stores);
    var engines = EngineChoice.from(config).load();
    // First the database's: where DATA_DIR cannot be written, that is the setting to name.
    var opened = openDatabase(DatabaseSettings.from(config));
    if (opened.isEmpty()) {
      return false;
    }
    database = opened.get();
    parts.push(database);
    LOG.info("Database {}", database.address());
    LOG.info("Starts the actor system, and what makes pictures");
    stores.used().forEach(BlobStore::checkWritable);
    channels = new Channels(database);
    nodes = new Nodes(database, settings.timeout());
    work = new NodeWork(config, database, stores, nodes, sources, engines);
    system = NodeSystem.start(Behaviors.empty(), config, database, nodes);
    parts.push(this::leaveRow);
    parts.push(this::stopSystem);
    // First, so that whoever gives out work finds this node able to take it when it is in.
    work.begin(system, company);
    return true;
  }

  /**
   * Joins the cluster that the settings tell of, or founds it; without effect on a member.
   *
   * @param managementPort where the management server listens
   * @return false if it was cancelled, or is {@link #lost}
   * @throws io.sluice.ledger.node.EntryRefusedException if other nodes are in its way
   * @throws DatabaseException if the database is lost
   */
  boolean enter(int managementPort) {
    try {
      return entered || enter(Forming.Way.of(settings, system, managementPort));
    } catch (OutOfClusterException e) {
      lose(e.getMessage());
      return false;
    }
  }

  private boolean enter(Forming.Way way) {
    // First, since whoever goes while this node joins may have nobody else to note it.
    spawn(ClusterLog.create(nodes, this::lose), "cluster-log");
    LOG.info("Looks for other nodes of this database");
    var outcome = Forming.enter(system, nodes, entry(), way, cancelled);
    if (outcome == Forming.Outcome.CANCELLED) {
      return false;
    }
    entered = true;
    spawn(Departure.create(nodes.id()), "departure");
    spawn(Heartbeat.create(nodes, work::load, settings.timeout(), this::lose), "heartbeat");
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "say-so", this::sayLeaving);
    if (outcome == Forming.Outcome.FOUNDED && company == Company.CLUSTER) {
      LOG.info("{} channels go on that were at work", work.wakeChannels());
      LOG.info("{} batches go on that were at work", work.wakeBatches());
    }
    return true;
  }

  private Nodes.Entry entry() {
    var self = Cluster.get(system).selfMember();
    return new Nodes.Entry(
        company == Company.ALONE ? Optional.empty() : Optional.of(Members.self(system)),
        self.uniqueAddress().longUid(),
        stores.id());
  }

  /** The same at the address by which other nodes reach this one. */
  URI at(URI uri) {
    var host = Cluster.get(system).selfMember().address().getHost().orElseThrow();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                uri.getScheme(), host.contains(":") ? "[" + host + "]" : host, uri.getPort()));
  }

  private Optional<Database> openDatabase(DatabaseSettings settings) {
    var address =
        settings
            .url()
            .orElseGet(
                () -> {
                  LOG.info("Starts the embedded PostgreSQL in {}", settings.dataDir());
                  server = EmbeddedServer.start(settings.dataDir());
                  parts.push(server);
                  server.keepRunning().thenAccept(this::loseServer);
                  return server.address();
                });
    var wait = company == Company.ALONE ? DatabaseWait.WHILE_SLOW : DatabaseWait.WHILE_AWAY;
    var opened = wait.open(address, settings, () -> cancelled.getAsBoolean() || isServerLost());
    if (opened.isEmpty() && isServerLost()) {
      throw new DatabaseException(lost.join());
    }
    return opened;
  }

  private CompletionStage<Done> sayLeaving() {
    return CompletableFuture.runAsync(nodes::leaving)
        .orTimeout(1, TimeUnit.SECONDS)
        .handle((done, failure) -> Done.getInstance());
  }

  /** Whatever this node still does is refused by the ledger; its channels are others' at once. */
  private void lose(String reason) {
    if (isLeaving()) {
      return;
    }
    // Taking itself out makes the cluster tell of it, which is no reason of its own.
    whyLost.compareAndSet(null, reason);
    var cluster = Cluster.get(system);
    cluster.manager().tell(new Down(cluster.selfMember().address()));
    hurried = true;
    lost.complete(whyLost.get());
  }

  /** Its embedded PostgreSQL cannot be had again, and so nothing can be stored. */
  private void loseServer(String reason) {
    serverLost = true;
    whyLost.compareAndSet(null, reason);
    hurried = true;
    lost.complete(whyLost.get());
  }

  /** Whether it must end since its embedded PostgreSQL has. */
  public boolean isServerLost() {
    return serverLost;
  }

  /** Whom others note as gone while it goes has not lost anything. */
  private boolean isLeaving() {
    return shutdownReason().filter(CoordinatedShutdown.clusterLeavingReason()::equals).isPresent();
  }

  /** Why the actor system ends or has ended; empty while it does not. */
  public Optional<CoordinatedShutdown.Reason> shutdownReason() {
    return CoordinatedShutdown.get(system).getShutdownReason();
  }

  private void leaveRow() {
    if (serverLost) {
      return;
    }
    if (lost.isDone()) {
      nodes.end(nodes.id(), NodeRow.State.DOWN, lost.join());
    } else {
      nodes.leave();
    }
  }

  private void stopSystem() throws Exception {
    system.terminate();
    if (!hurried) {
      terminated().get(STOP_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The time to stop is over: closing it waits for no work any more. */
  public void hurry() {
    hurried = true;
  }

  /**
   * Lets the channels store what is on their way and go to other nodes, then the whole system, in
   * the order of coordinated shutdown.
   */
  public void leave() {
    CoordinatedShutdown.get(system)
        .runAll(CoordinatedShutdown.clusterLeavingReason())
        .toCompletableFuture()
        .join();
  }

  ActorSystem<Void> system() {
    return system;
  }

  public Database database() {
    return database;
  }

  Stores stores() {
    return stores;
  }

  Nodes nodes() {
    return nodes;
  }

  Sources sources() {
    return sources;
  }

  public Channels channels() {
    return channels;
  }

  public NodeWork work() {
    return work;
  }

  /** A channel, wherever in the cluster it is. */
  public EntityRef<Channel.Command> channel(long id) {
    return ClusterSharding.get(system).entityRefFor(Channel.KEY, Long.toString(id));
  }

  /** A batch, wherever in the cluster it is. */
  public EntityRef<Batch.Command> batch(long id) {
    return ClusterSharding.get(system).entityRefFor(Batch.KEY, Long.toString(id));
  }

  <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
    return system.systemActorOf(behavior, name, Props.empty());
  }

  /** Lets go of what would outlive this process, without waiting. */
  public void abandon() {
    if (server != null) {
      server.abandon();
    }
  }

  /** Completes when the whole system has stopped, for whatever reason. */
  public CompletableFuture<Done> terminated() {
    return system.getWhenTerminated().toCompletableFuture();
  }

  /** Completes with the reason if this node must end: what it would store is refused. */
  public CompletableFuture<String> lost() {
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
