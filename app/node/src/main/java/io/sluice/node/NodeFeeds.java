package io.sluice.node;

import com.typesafe.config.Config;
import io.lettuce.core.resource.DefaultClientResources;
import io.sluice.channel.ChannelSettings;
import io.sluice.feed.FeedKeeper;
import io.sluice.feed.FeedNode;
import io.sluice.feed.FeedSettings;
import io.sluice.file.FileFetch;
import io.sluice.ledger.node.Nodes;
import io.sluice.metrics.FeedMetrics;
import io.sluice.persistence.Database;
import io.sluice.run.RunNode;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Has a node read the feeds that there are, until it goes. */
final class NodeFeeds {
  private static final int THREADS = 2;

  /** The phase in which feeds are stopped lasts five seconds. */
  private static final Duration STOP = Duration.ofMillis(4_500);

  private final ActorSystem<?> system;
  private final ActorRef<FeedKeeper.Command> keeper;
  private CompletionStage<Done> left;

  private NodeFeeds(ActorSystem<?> system, FeedNode node) {
    this.system = system;
    keeper = system.systemActorOf(FeedKeeper.create(node), "feeds", Props.empty());
    CoordinatedShutdown.get(system)
        .addTask(CoordinatedShutdown.PhaseBeforeServiceUnbind(), "feeds", this::leave);
  }

  static NodeFeeds read(
      ActorSystem<?> system,
      Database database,
      Nodes nodes,
      RunNode runs,
      FileFetch fetch,
      FeedMetrics metrics,
      Config config) {
    var redis =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    var node =
        FeedNode.of(
            database,
            nodes.id(),
            nodes.self().host(),
            runs,
            ChannelSettings.from(config).restarts(),
            fetch,
            redis,
            metrics,
            FeedSettings.from(config));
    system
        .getWhenTerminated()
        .whenComplete((done, failure) -> redis.shutdown(0, 1, TimeUnit.SECONDS));
    return new NodeFeeds(system, node);
  }

  /** Stores what is on its way, and reads no more. */
  synchronized CompletionStage<Done> leave() {
    if (left == null) {
      left =
          AskPattern.<FeedKeeper.Command, Done>ask(
                  keeper, FeedKeeper.Leave::new, STOP, system.scheduler())
              .exceptionally(failure -> Done.getInstance());
    }
    return left;
  }
}
