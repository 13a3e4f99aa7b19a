package io.sluice.feed;

import com.typesafe.config.ConfigFactory;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.sluice.blob.BlobDirectory;
import io.sluice.channel.LedgerFixture;
import io.sluice.file.EventBounds;
import io.sluice.file.FileKind;
import io.sluice.file.FileSettings;
import io.sluice.file.FileSync;
import io.sluice.file.WebNode;
import io.sluice.http.ByteBudget;
import io.sluice.image.ImageSettings;
import io.sluice.ledger.Runs;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.Feeds;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.persistence.Waiting;
import io.sluice.run.RestartSettings;
import io.sluice.run.RunNode;
import io.sluice.s3.S3Service;
import io.sluice.s3.S3Settings;
import io.sluice.settings.FileMode;
import io.sluice.tls.PemFile;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;

/** A database, a store and a web to ask, and nodes that read feeds with them. */
final class FeedFixture implements AutoCloseable {
  static final int GROUP_SIZE = 50;
  static final Duration CLAIM_AFTER = Duration.ofSeconds(2);

  final LedgerFixture ledger = new LedgerFixture();
  final Feeds feeds = new Feeds(ledger.database);
  final WebNode web = new WebNode();
  final BlobDirectory blobs;
  private final ClientResources redis = DefaultClientResources.create();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final ActorTestKit kit =
      ActorTestKit.create(
          "feeds",
          ConfigFactory.parseString("pekko.actor.provider = local")
              .withFallback(ConfigFactory.defaultReferenceUnresolved())
              .resolve());

  /** What a file may take; for tests of those that never come. */
  Duration itemTimeout = Duration.ofMinutes(5);

  FeedFixture(Path directory) throws IOException {
    blobs = new BlobDirectory(directory.resolve("store"), FileMode.OWNER);
    blobs.checkWritable();
  }

  FeedSettings settings(Map<String, String> fields) {
    return settings(fields, Optional.empty());
  }

  FeedSettings settings(Map<String, String> fields, Optional<PemFile> authorities) {
    return new FeedSettings(
        Optional.empty(),
        "sluice",
        GROUP_SIZE,
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        CLAIM_AFTER,
        3,
        itemTimeout,
        4,
        fields,
        Optional.empty(),
        authorities);
  }

  FeedNode node(UUID id, FeedSettings settings) {
    var kind =
        new FileKind(
            blobs,
            ledger.database,
            ledger.pictureMaker(
                threads, LedgerFixture.suspects(ImageSettings.DEFAULTS, Duration.ofMinutes(1))),
            new ByteBudget(16 << 20),
            web.access(Duration.ofSeconds(20)),
            // Nothing here comes from S3.
            new S3Service(
                new S3Settings(Optional.empty(), "", Optional.empty(), Optional.empty(), false)),
            new FileSettings(FileSync.OFF, 4, 1 << 20),
            threads);
    return FeedNode.of(
        ledger.database,
        id,
        "host",
        new RunNode(new Runs(ledger.database, id)),
        new RestartSettings(5, Duration.ofMillis(50), Duration.ofMillis(200)),
        kind.fetch(new EventBounds(List.of(), 1 << 20)),
        redis,
        ledger.metrics.feeds(),
        settings);
  }

  /** One that reads all feeds there are, as this node. */
  ActorRef<FeedKeeper.Command> read() {
    return read(settings(Map.of()));
  }

  ActorRef<FeedKeeper.Command> read(FeedSettings settings) {
    return kit.spawn(FeedKeeper.create(node(ledger.node, settings)));
  }

  /** Stores what is on its way, and ends. */
  void leave(ActorRef<FeedKeeper.Command> keeper) {
    var probe = kit.createTestProbe(Done.class);
    keeper.tell(new FeedKeeper.Leave(probe.ref()));
    probe.receiveMessage(Waiting.PATIENCE);
  }

  FeedRow feed(String url) {
    return feeds.take(new NewFeed(FeedAddress.of(url), "sluice")).row();
  }

  FeedRow await(FeedRow feed, Predicate<FeedRow> condition) {
    Waiting.until(() -> row(feed).toString(), () -> condition.test(row(feed)));
    return row(feed);
  }

  DeadLetters letters() {
    return new DeadLetters(ledger.database, ledger.node);
  }

  FeedRow row(FeedRow feed) {
    return feeds.byId(feed.id()).orElseThrow();
  }

  long events() {
    return ledger.count("SELECT count(*) FROM sluice.file_events");
  }

  @Override
  public void close() {
    kit.shutdownTestKit();
    threads.shutdownNow();
    redis.shutdown(0, 0, TimeUnit.SECONDS);
    web.close();
    ledger.close();
  }
}
