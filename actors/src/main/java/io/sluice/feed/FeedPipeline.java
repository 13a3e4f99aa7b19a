package io.sluice.feed;

import io.sluice.ledger.Fence;
import io.sluice.ledger.feed.Feeds;
import io.sluice.run.Pipeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Broadcast;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.GraphDSL;
import org.apache.pekko.stream.javadsl.Merge;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a feed's entries on one node: read, made events of, stored, and acknowledged after
 * that. Out comes how many were.
 */
final class FeedPipeline implements Pipeline<Integer> {
  static final Logger LOG = LoggerFactory.getLogger(FeedPipeline.class);

  /** Groups that are read and wait to be stored. */
  private static final int AHEAD = 2;

  /** Groups that are stored at once: with a database far away, most of the time is the way. */
  private static final int AT_ONCE = 4;

  private static final Duration LOOK = Duration.ofSeconds(1);

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final Fence run;
  private final RedisLink link;
  private final EntryIntake intake;
  private final DeadStream dead;
  private final InHand hand;
  private final Caretaker caretaker;
  private final FeedRefusals refusals;
  private final EventStore store;
  private final FileErrands errands;
  private final Executor jdbc;
  private final SharedKillSwitch stop = KillSwitches.shared("feed");
  private final AtomicBoolean wanted = new AtomicBoolean(true);
  private final Set<CompletableFuture<?>> inWork = ConcurrentHashMap.newKeySet();

  FeedPipeline(
      FeedNode node,
      Feeds.Wanted feed,
      Fence run,
      RedisLink link,
      EntryIntake intake,
      InHand hand,
      FeedRefusals refusals,
      Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.run = run;
    this.link = link;
    this.intake = intake;
    this.hand = hand;
    this.refusals = refusals;
    this.jdbc = jdbc;
    dead = new DeadStream(link);
    var burial = new Burial(node, feed, dead, refusals, jdbc);
    caretaker = new Caretaker(node, feed, intake, hand, jdbc);
    store = new EventStore(node, feed, burial, jdbc);
    errands = new FileErrands(node, feed, run, hand, burial, jdbc, wanted::get);
  }

  @Override
  public Source<Integer, NotUsed> stream() {
    return read()
        .merge(leftOver(), true)
        .map(hand::take)
        .filter(entries -> !entries.isEmpty())
        .mapAsyncUnordered(AT_ONCE, entries -> inWork(store.store(entries)))
        .via(fetched())
        .filter(ids -> !ids.isEmpty())
        .batch(AHEAD * AT_ONCE, ArrayList::new, FeedPipeline::joined)
        .mapAsync(AHEAD, ids -> inWork(acknowledge(ids)));
  }

  private Source<List<Entry>, NotUsed> read() {
    return Source.lazyCompletionStage(intake::begin)
        .flatMapConcat(begun -> Source.repeat(NotUsed.getInstance()))
        .mapMaterializedValue(begun -> NotUsed.getInstance())
        .via(stop.flow())
        .mapAsync(1, next -> intake.next())
        .buffer(AHEAD, OverflowStrategy.backpressure());
  }

  private Source<List<Entry>, NotUsed> leftOver() {
    return Source.tick(LOOK, LOOK, NotUsed.getInstance())
        .mapMaterializedValue(tick -> NotUsed.getInstance())
        .via(stop.flow())
        .mapAsync(1, tick -> caretaker.look());
  }

  /** What is settled goes on at once; the others are fetched first. */
  private Flow<EventStore.Outcome, List<String>, NotUsed> fetched() {
    var settings = node.settings();
    var others =
        Flow.<EventStore.Outcome>create()
            .mapConcat(EventStore.Outcome::toFetch)
            .mapAsyncUnordered(settings.parallelism(), event -> inWork(errands.run(event)))
            .groupedWithin(settings.groupSize(), settings.groupTime())
            .mapAsync(AHEAD, group -> inWork(errands.settle(group)));
    return Flow.fromGraph(
        GraphDSL.create(
            builder -> {
              var outcomes = builder.add(Broadcast.<EventStore.Outcome>create(2));
              var settled = builder.add(Merge.<List<String>>create(2));
              builder
                  .from(outcomes.out(0))
                  .via(builder.add(Flow.<EventStore.Outcome>create().map(one -> one.settled())))
                  .toInlet(settled.in(0));
              builder.from(outcomes.out(1)).via(builder.add(others)).toInlet(settled.in(1));
              return FlowShape.of(outcomes.in(), settled.out());
            }));
  }

  private static ArrayList<String> joined(ArrayList<String> all, List<String> more) {
    all.addAll(more);
    return all;
  }

  private CompletionStage<Integer> acknowledge(List<String> ids) {
    return intake
        .acknowledge(ids)
        .thenCompose(done -> revive(caretaker.retried(ids)))
        .thenApply(
            done -> {
              hand.done(ids);
              caretaker.settled(ids.size());
              return ids.size();
            });
  }

  /** They were dead letters, unless they have become that once more. */
  private CompletionStage<Long> revive(List<String> ids) {
    return ids.isEmpty()
        ? CompletableFuture.completedFuture(0L)
        : CompletableFuture.supplyAsync(() -> node.letters().revived(feed.streamId(), ids), jdbc)
            .thenCompose(copies -> refusals.without(dead.exhume(copies), 0L));
  }

  private <T> CompletionStage<T> inWork(CompletionStage<T> stage) {
    var work = stage.toCompletableFuture();
    inWork.add(work);
    work.whenComplete((done, failure) -> inWork.remove(work));
    return work;
  }

  @Override
  public void stop() {
    stop.shutdown();
  }

  @Override
  public void hurry() {
    wanted.set(false);
  }

  @Override
  public CompletionStage<Void> windUp() {
    wanted.set(false);
    return CompletableFuture.allOf(inWork.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> null)
        .thenRunAsync(
            () -> {
              node.fetch().ends(run);
              endIntake();
              link.close();
            },
            jdbc);
  }

  /** What it leaves is found by the next run. */
  private void endIntake() {
    try {
      intake.end();
    } catch (RuntimeException e) {
      LOG.debug("What was read is not put in order", e);
    }
  }
}
