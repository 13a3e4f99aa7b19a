package io.sluice.feed;

import io.sluice.ledger.RunStart;
import io.sluice.ledger.feed.Feeds;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import io.sluice.words.FeedAddress;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What a run of a feed on this node is of: its stream, read by one consumer.
 *
 * @param jdbc runs what waits for the database
 */
record FeedWork(FeedNode node, Feeds.Wanted feed, Executor jdbc) implements Work<Integer> {

  /** One of each node: all may run at once, since what each stores is known by its entry's id. */
  @Override
  public String entity() {
    return "feed-%d-%s".formatted(feed.id(), node.node());
  }

  @Override
  public void checkMayBegin() {}

  @Override
  public Pipeline<Integer> open(RunStart start) {
    var address = FeedAddress.of(feed.url());
    var password = node.feeds().password(feed.id()).or(() -> node.settings().password());
    var name = node.consumers().begin(feed.id(), node.consumer());
    node.files().lookAhead();
    var link = RedisLink.open(node.redis(), address, password, node.settings().authorities());
    boolean open = false;
    try {
      var group = new StreamGroup(link, feed.group(), name);
      await(group.checkServer());
      if (await(group.ensureOrFind())) {
        FeedPipeline.LOG.info("{}: made group {} of {}", feed.name(), feed.group(), feed.url());
      }
      node.fetch().begins(start.fence());
      open = true;
      return new FeedPipeline(node, feed, start.fence(), link, group, jdbc);
    } finally {
      if (!open) {
        link.close();
      }
    }
  }

  private static <T> T await(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  @Override
  public void runStarted() {}

  @Override
  public void runEnded() {}
}
