package io.sluice.channel;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.sluice.blob.BlobDirectory;
import io.sluice.blob.BlobStore;
import io.sluice.channel.Channel.Collection;
import io.sluice.channel.Channel.Command;
import io.sluice.channel.Channel.Event;
import io.sluice.channel.Channel.Update;
import io.sluice.failure.Unrecoverable;
import io.sluice.ledger.channel.ChannelList;
import io.sluice.ledger.channel.ChannelPhase;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.photo.PhotoStage;
import io.sluice.run.Occupancy;
import io.sluice.run.Places;
import io.sluice.run.RestartSettings;
import io.sluice.run.RunNode;
import io.sluice.settings.FileMode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.pattern.StatusReply;
import org.apache.pekko.persistence.testkit.PersistenceTestKitPlugin;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;

/** A channel on a real database and a journal in memory, and who looks at its row. */
final class ChannelFixture implements AutoCloseable {
  static final int MAX_RESTARTS = 2;
  static final int PLACES = 2;
  static final Duration PATIENCE = Duration.ofMinutes(1);
  static final Duration MOMENT = Duration.ofMillis(150);
  private static final Duration LOOK = Duration.ofMillis(20);
  static final Collection NEWS =
      new Collection("news", new SourceSpec("memory", "here", "", "", 0));

  private static final ChannelSettings SETTINGS =
      new ChannelSettings(
          PLACES,
          new RestartSettings(MAX_RESTARTS, Duration.ofMillis(10), Duration.ofMillis(50)),
          2,
          new Selection(0, false, List.of()),
          new StoreSettings(10, Duration.ofMillis(20), 8 << 20));

  final ActorTestKit kit;
  final LedgerFixture ledger;
  final TestProbe<StatusReply<Update>> replies;
  final ActorRef<Places.Command> places;
  final long id;

  /** How often a source was opened. */
  final AtomicInteger opened = new AtomicInteger();

  private final PersistenceTestKit journal;
  private final Path directory;
  BlobStore files;
  private volatile SourceOpener sources;
  private ActorRef<Command> channel;

  /** A row that is older tells of an earlier life. */
  private Instant spawnedAt;

  /** What the channels of a test class share. */
  static final class Node implements AutoCloseable {
    final LedgerFixture ledger = new LedgerFixture();
    final ActorTestKit kit =
        ActorTestKit.create(
            "channels",
            ConfigFactory.parseString(
                    """
                    sluice.image-parallelism = 2
                    pekko.persistence.testkit.events.serialize = off
                    pekko.persistence.testkit.snapshots.serialize = off
                    """)
                .withFallback(PersistenceTestKitPlugin.config())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve());
    final PersistenceTestKit journal = PersistenceTestKit.create(kit.system());

    @Override
    public void close() {
      kit.shutdownTestKit();
      ledger.close();
    }
  }

  /** Trying again does not help. */
  static final class Hopeless extends IOException implements Unrecoverable {
    Hopeless(String message) {
      super(message);
    }
  }

  ChannelFixture(Node node, Path directory) {
    this(
        node,
        directory,
        node.kit.spawn(Places.create(Map.of(Channel.KEY.name(), PLACES), new Occupancy())));
  }

  ChannelFixture(Node node, Path directory, ActorRef<Places.Command> places) {
    kit = node.kit;
    ledger = node.ledger;
    journal = node.journal;
    this.directory = directory;
    this.places = places;
    replies = kit.createTestProbe();
    id = ledger.channel(UUID.randomUUID().toString());
  }

  void spawn(ChannelSource<?> source) {
    spawnOn(spec -> source);
  }

  void spawnOn(SourceOpener opening) {
    sources = opening;
    files = new BlobDirectory(directory, FileMode.OWNER);
    var images =
        kit.system().dispatchers().lookup(DispatcherSelector.fromConfig("sluice.image-dispatcher"));
    spawnedAt = ledger.database.now();
    var node = node(ledger, this::open, files, ledger.photoStage(files, images), places);
    channel = kit.spawn(Channel.create(node, Long.toString(id), self -> {}));
  }

  static ChannelNode node(
      LedgerFixture ledger,
      SourceOpener sources,
      BlobStore files,
      PhotoStage photos,
      ActorRef<Places.Command> places) {
    var channels = ChannelLedger.of(ledger.database, ledger.node, files);
    return new ChannelNode(
        sources,
        channels,
        files,
        ledger.localPhotos(),
        photos,
        ledger.messages,
        new RunNode(channels.runs()),
        places,
        ledger.metrics,
        SETTINGS);
  }

  private ChannelSource<?> open(SourceSpec spec) throws IOException {
    opened.incrementAndGet();
    return sources.open(spec);
  }

  /** What the next run opens. */
  void source(ChannelSource<?> next) {
    sources = spec -> next;
  }

  ActorRef<Command> ref() {
    return channel;
  }

  void collect() {
    collect(NEWS);
  }

  void collect(Collection collection) {
    channel.tell(new Channel.Collect(collection, replies.getRef()));
    assertThat(replies.receiveMessage(PATIENCE).isSuccess()).isTrue();
  }

  void pause() {
    channel.tell(new Channel.Pause(replies.getRef()));
    assertThat(replies.receiveMessage(PATIENCE).isSuccess()).isTrue();
  }

  ChannelRow await(ChannelPhase phase) {
    return awaitThat(row -> row.state().equals(phase.column()));
  }

  /** Waits until so many messages were stored. */
  void awaitStored(long messages) {
    awaitThat(row -> row.counters().read() >= messages);
  }

  /** Waits until its row is so, and what is on its way is stored if it is paused. */
  ChannelRow awaitThat(Predicate<ChannelRow> condition) {
    return replies.awaitAssert(
        PATIENCE,
        LOOK,
        () -> {
          var now = row();
          assertThat(now.row()).matches(condition);
          assertThat(now.row().changedAt()).isAfter(spawnedAt);
          assertThat(now.running() && now.row().state().equals("paused")).isFalse();
          return now.row();
        });
  }

  private ChannelList.AtWork row() {
    return new ChannelList(ledger.database).byIds(List.of(id)).get(0);
  }

  /** That nothing happens for a moment. */
  void assertIdle() {
    var before = row();
    replies.expectNoMessage(MOMENT);
    assertThat(row()).isEqualTo(before);
  }

  void until(String what, Predicate<ChannelFixture> condition) {
    replies.awaitAssert(
        PATIENCE,
        LOOK,
        () -> {
          assertThat(condition.test(this)).as(what).isTrue();
          return Done.getInstance();
        });
  }

  List<Event> events() {
    return journal.persistedInStorage(persistenceId()).stream().map(Event.class::cast).toList();
  }

  List<String> eventNames() {
    return events().stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  void failNextWriteToTheJournal() {
    journal.failNextPersisted(persistenceId());
  }

  private String persistenceId() {
    return "channel|" + id;
  }

  /** That the database holds so many messages, and says so where it counts. */
  void assertEachOnce(int messages) {
    assertThat(ledger.messages(id)).isEqualTo(messages);
    assertThat(ledger.channels.counters(id).messages()).isEqualTo(messages);
    assertThat(ledger.cursor(id)).isEqualTo(messages);
  }

  void stop() {
    kit.stop(channel);
  }

  @Override
  public void close() {
    if (channel != null) {
      stop();
    }
  }
}
