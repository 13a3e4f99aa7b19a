package io.sluice.batch;

import io.sluice.ledger.Fence;
import io.sluice.ledger.RunStart;
import io.sluice.ledger.batch.ChunkItems;
import io.sluice.ledger.batch.Item;
import io.sluice.run.Pipeline;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;

/**
 * The way of a chunk's items: what is pending goes through the stages of its kind, each of which
 * commits; out comes how many were settled at once.
 */
final class ChunkPipeline implements Pipeline<Integer> {
  private final BatchNode node;
  private final Kind kind;
  private final Chunk.Order order;
  private final ChunkItems ledger;
  private final Fence fence;
  private final boolean blamed;
  private final Executor jdbc;
  private final FewLeft fewLeft;

  /** Of the stage that they were in when a process died. */
  private final Set<Long> suspects = ConcurrentHashMap.newKeySet();

  /** Of this run alone: a suspect that was not tried stays one. */
  private final Set<Long> claimed = ConcurrentHashMap.newKeySet();

  private final Set<CompletableFuture<?>> inWork = ConcurrentHashMap.newKeySet();
  private final SharedKillSwitch stop = KillSwitches.shared("chunk");
  private final ItemsWanted wanted = new ItemsWanted();

  ChunkPipeline(
      BatchNode node,
      Kind kind,
      Chunk.Order order,
      ChunkItems ledger,
      RunStart start,
      Executor jdbc,
      Runnable fewLeft) {
    this.node = node;
    this.kind = kind;
    this.order = order;
    this.ledger = ledger;
    fence = start.fence();
    blamed = start.deaths() >= node.settings().maxAttempts();
    this.jdbc = jdbc;
    this.fewLeft = new FewLeft(kind, fewLeft);
  }

  @Override
  public Source<Integer, NotUsed> stream() {
    var stages = kind.stages();
    var items = suspects().concatLazy(Source.lazySource(this::pending)).via(stop.<Item>flow());
    for (int number = 0; number < stages.size(); number++) {
      items = items.via(stage(number, stages.get(number)));
    }
    return items
        .map(ended -> 0)
        .concatLazy(Source.lazyCompletionStage(this::close))
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  private Source<Item, NotUsed> suspects() {
    return Source.lazyCompletionStage(
            () ->
                CompletableFuture.supplyAsync(
                    () -> {
                      var items = ledger.suspects(fence, blamed);
                      if (blamed
                          || kind.stages().stream().allMatch(ItemStage::triesSuspectsApart)) {
                        items.forEach(item -> suspects.add(item.number()));
                      }
                      return items;
                    },
                    jdbc))
        .mapConcat(items -> items)
        .mapMaterializedValue(started -> NotUsed.getInstance());
  }

  /** The next ones are claimed while these are worked on. */
  private Source<Item, NotUsed> pending() {
    int window = Math.max(node.settings().groupSize(), kind.stages().get(0).parallelism());
    return Source.unfoldAsync(0L, after -> claim(after, window))
        .buffer(1, OverflowStrategy.backpressure())
        .mapConcat(items -> items);
  }

  private CompletionStage<Optional<Pair<Long, List<Item>>>> claim(long after, int most) {
    return inWork(
        CompletableFuture.supplyAsync(
            () -> {
              var items = ledger.claim(fence, after, most);
              items.forEach(item -> claimed.add(item.number()));
              fewLeft.left(items.isEmpty(), claimed.size());
              return items.isEmpty()
                  ? Optional.empty()
                  : Optional.of(Pair.create(items.get(items.size() - 1).number(), items));
            },
            jdbc));
  }

  private <R> Flow<Item, Item, NotUsed> stage(int number, ItemStage<R> stage) {
    var trials = new Trials<>(node, stage, order, fence, ledger, jdbc, wanted);
    boolean last = number + 1 == kind.stages().size();
    var settling = new Settling<>(stage, last, order, fence, ledger, node);
    var settings = node.settings();
    return Flow.<Item>create()
        .mapAsyncUnordered(
            stage.parallelism(), item -> tried(trials, isFor(number, last, item), item))
        .groupedWithin(settings.groupSize(), settings.groupTime())
        .mapAsync(1, group -> inWork(settle(settling, last, group)))
        .mapConcat(items -> items);
  }

  /** What came further than there are stages, in a program that had more, ends in the last. */
  private static boolean isFor(int number, boolean last, Item item) {
    return item.stage() == number || last && item.stage() > number;
  }

  private <R> CompletionStage<Tried<R>> tried(Trials<R> trials, boolean due, Item item) {
    return due
        ? inWork(
            trials
                .of(item, suspects.contains(item.number()))
                .thenApply(outcome -> new Tried<>(item, Optional.of(outcome))))
        : CompletableFuture.completedFuture(new Tried<>(item, Optional.empty()));
  }

  private <R> CompletionStage<List<Item>> settle(
      Settling<R> settling, boolean last, List<Tried<R>> group) {
    return CompletableFuture.supplyAsync(
        () -> {
          var onwards = settling.settle(group);
          group.forEach(tried -> noted(tried, last));
          fewLeft.left(false, claimed.size());
          return onwards;
        },
        jdbc);
  }

  /** Of what a stage let pass, or gave up, everything is as it was. */
  private void noted(Tried<?> tried, boolean last) {
    var outcome = tried.outcome().orElse(null);
    if (outcome == null || outcome instanceof ItemOutcome.Abandoned) {
      return;
    }
    // No process has died of what comes now.
    suspects.remove(tried.item().number());
    if (outcome instanceof ItemOutcome.Passed && !last) {
      claimed.add(tried.item().number());
    } else {
      claimed.remove(tried.item().number());
    }
  }

  private <T> CompletionStage<T> inWork(CompletionStage<T> stage) {
    var work = stage.toCompletableFuture();
    inWork.add(work);
    work.whenComplete((done, failure) -> inWork.remove(work));
    return work;
  }

  private CompletionStage<Integer> close() {
    return CompletableFuture.supplyAsync(
        () -> {
          if (wanted.getAsBoolean()) {
            ledger.close(fence);
          }
          return 0;
        },
        jdbc);
  }

  @Override
  public void stop() {
    wanted.end();
    stop.shutdown();
  }

  @Override
  public void hurry() {
    wanted.hurry();
  }

  @Override
  public CompletionStage<Void> windUp() {
    wanted.end();
    wanted.hurry();
    return CompletableFuture.allOf(inWork.toArray(CompletableFuture[]::new))
        .handle((done, failure) -> null)
        .thenRunAsync(
            () -> {
              kind.runEnds(fence);
              ledger.giveBack(fence, Set.copyOf(claimed));
            },
            jdbc);
  }
}
