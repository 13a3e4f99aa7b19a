package io.sluice.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.blob.BlobDirectory;
import io.sluice.channel.Channel;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Update;
import io.sluice.channel.ChannelLedger;
import io.sluice.channel.ChannelNode;
import io.sluice.channel.ChannelSettings;
import io.sluice.channel.SourceSpec;
import io.sluice.cluster.Forming;
import io.sluice.cluster.NodeSettings;
import io.sluice.cluster.NodeSystem;
import io.sluice.failure.Unrecoverable;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageProcessor;
import io.sluice.image.ImageSettings;
import io.sluice.image.PixelBudget;
import io.sluice.image.ScrimageEngine;
import io.sluice.image.SuspectProcess;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.Channels;
import io.sluice.ledger.node.Nodes;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.photo.LocalPhotos;
import io.sluice.photo.PhotoStage;
import io.sluice.photo.PictureMaker;
import io.sluice.run.Occupancy;
import io.sluice.run.Places;
import io.sluice.run.RunNode;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.pattern.StatusReply;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A channel's life is in the database, so that another process knows it. */
class JournalTest {
  private static final long PATIENCE = 60;
  private static final long PIXEL_BYTES = 64 << 20;

  /** Of Pekko's serializer jackson-cbor. */
  private static final String JACKSON_CBOR = "33";

  private static final Collection NEWS =
      new Collection("news", new SourceSpec("none", "here", "", "", 0));

  @TempDir static Path directory;
  private static Config config;
  private static Database database;
  private final AtomicInteger opened = new AtomicInteger();

  /** Such as a directory without an export. */
  private static final class NoExport extends IOException implements Unrecoverable {
    private NoExport() {
      super("here is no export");
    }
  }

  @BeforeAll
  static void start() {
    config =
        ProgramSettings.load(Map.of("DATA_DIR", directory.toString()), Map.of(), directory)
            .config();
    database = TestDatabase.open();
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  private ActorSystem<Void> startNode() {
    var nodes = new Nodes(database, Duration.ofSeconds(5));
    ActorSystem<Void> system = NodeSystem.start(Behaviors.empty(), config, database, nodes);
    var way = Forming.Way.direct(NodeSettings.from(config));
    var entry = new Nodes.Entry(Optional.empty(), 0, UUID.randomUUID());
    assertThat(Forming.enter(system, nodes, entry, way, () -> false))
        .isEqualTo(Forming.Outcome.FOUNDED);
    CoordinatedShutdown.get(system)
        .addTask(
            CoordinatedShutdown.PhaseBeforeActorSystemTerminate(),
            "leave",
            () -> CompletableFuture.runAsync(nodes::leave).thenApply(done -> Done.getInstance()));
    var files = new BlobDirectory(directory, FileMode.OWNER);
    var ledger = ChannelLedger.of(database, nodes.id(), files);
    var metrics = NodeMetrics.in(new PrometheusRegistry(), "here", MetricsSettings.from(config));
    var processor =
        new ImageProcessor(
            ImageSettings.DEFAULTS, List.of(new ScrimageEngine()), new PixelBudget(PIXEL_BYTES));
    var suspects =
        new SuspectProcess(
            ImageSettings.DEFAULTS,
            List.of(new ScrimageEngine()),
            PIXEL_BYTES,
            Duration.ofSeconds(10),
            List.of());
    var maker =
        new PictureMaker(
            processor,
            suspects,
            new PictureMaker.Threads(Runnable::run, Runnable::run),
            metrics.stages());
    ClusterSharding.get(system)
        .init(
            Channel.entity(
                new ChannelNode(
                    spec -> {
                      opened.incrementAndGet();
                      throw new NoExport();
                    },
                    ledger,
                    files,
                    new LocalPhotos(
                        new ByteBudget(1 << 20), 1 << 20, Runnable::run, metrics.stages()),
                    new PhotoStage(maker, files, ledger.known()),
                    new ByteBudget(1 << 20),
                    new RunNode(ledger.runs()),
                    spawn(system, Places.create(Map.of(Channel.KEY.name(), 1), new Occupancy())),
                    metrics,
                    ChannelSettings.from(config))));
    return system;
  }

  private static <T> ActorRef<T> spawn(ActorSystem<Void> system, Behavior<T> behavior) {
    return system.systemActorOf(behavior, "a" + UUID.randomUUID(), Props.empty());
  }

  private static void stop(ActorSystem<Void> system) throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(PATIENCE, TimeUnit.SECONDS);
  }

  private static Update ask(
      ActorSystem<Void> system,
      long channel,
      Function<ActorRef<StatusReply<Update>>, Channel.Command> command)
      throws Exception {
    return ClusterSharding.get(system)
        .entityRefFor(Channel.KEY, Long.toString(channel))
        .<Update>askWithStatus(command::apply, Duration.ofSeconds(PATIENCE))
        .toCompletableFuture()
        .get();
  }

  private static List<String> query(String sql) {
    return database.transaction(
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery(sql)) {
            var values = new ArrayList<String>();
            while (row.next()) {
              values.add(row.getString(1));
            }
            return values;
          }
        });
  }

  @Test
  void a_second_process_knows_how_a_channel_ended_in_the_first() throws Exception {
    long id = new Channels(database).named("none:1", "News").id();
    var first = startNode();
    ask(first, id, replyTo -> new Channel.Collect(NEWS, replyTo));
    Waiting.until(() -> query("SELECT reason FROM sluice.channel").contains("here is no export"));
    stop(first);

    assertThat(
            query(
                "SELECT event_ser_id || ' ' || regexp_replace(event_ser_manifest, '.*[$]', '')"
                    + " FROM sluice.event_journal WHERE persistence_id = 'channel|"
                    + id
                    + "' ORDER BY sequence_number"))
        .containsExactly(
            JACKSON_CBOR + " Registered",
            JACKSON_CBOR + " Queued",
            JACKSON_CBOR + " RunStarted",
            JACKSON_CBOR + " Failed");
    assertThat(
            query(
                "SELECT DISTINCT application_name FROM pg_stat_activity"
                    + " WHERE datname = current_database()"))
        .as("all connections are those of our pools")
        .containsExactly("sluice");

    var second = startNode();
    var known = ask(second, id, Channel.Pause::new);
    assertThat(known.phase()).isEqualTo(ChannelPhase.FAILED);
    assertThat(known.reason()).isEqualTo("here is no export");
    assertThat(opened).hasValue(1);
    stop(second);
  }
}
