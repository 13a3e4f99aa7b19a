package io.sluice.feed;

import io.sluice.ledger.Fence;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.feed.Feeds;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import io.sluice.words.FeedAddress;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * What a run of a feed on this node is of: its stream or list, read by one consumer.
 *
 * @param jdbc runs what waits for the database
 */
record FeedWork(FeedNode node, Feeds.Wanted feed, Executor jdbc) implements Work<Integer> {
  /** As servers name what a key holds. */
  private static final String LIST = "list";

  private static final String STREAM = "stream";
  private static final String NOTHING = "none";

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
      var hand = new InHand(System::nanoTime);
      var refusals = new FeedRefusals(node, feed, jdbc);
      var intake = intake(start.fence(), link, name, hand, refusals);
      node.fetch().begins(start.fence());
      open = true;
      return new FeedPipeline(node, feed, start.fence(), link, intake, hand, refusals, jdbc);
    } finally {
      if (!open) {
        link.close();
      }
    }
  }

  private EntryIntake intake(
      Fence run, RedisLink link, String name, InHand hand, FeedRefusals refusals) {
    var group = new StreamGroup(link, feed.group(), name);
    await(group.checkServer());
    if (isList(link, refusals)) {
      return new ListIntake(node, feed, run, link, hand, jdbc);
    }
    if (await(group.ensureOrFind())) {
      FeedPipeline.LOG.info("{}: made group {} of {}", feed.name(), feed.group(), feed.url());
    }
    return new StreamIntake(node, feed, group, hand, refusals, jdbc);
  }

  /** A list that is empty is not there: then counts what its address says, and what it was. */
  private boolean isList(RedisLink link, FeedRefusals refusals) {
    var key = link.address().stream();
    var there = await(refusals.without(link.ask(redis -> redis.type(key)), NOTHING));
    boolean isSaid = link.address().list();
    if (isSaid && there.equals(STREAM)) {
      throw RedisException.of(
          link.address().server(),
          "has a stream named %s, and the address says that it is a list".formatted(key));
    }
    boolean isList =
        there.equals(LIST)
            || there.equals(NOTHING)
                && (isSaid || node.feeds().form(feed.streamId()).equals(Optional.of(LIST)));
    node.feeds().setForm(feed.streamId(), isList ? LIST : STREAM);
    return isList;
  }

  private static <T> T await(CompletionStage<T> answer) {
    return answer.toCompletableFuture().join();
  }

  @Override
  public void runStarted() {}

  @Override
  public void runEnded() {}
}
