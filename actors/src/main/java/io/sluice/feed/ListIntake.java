package io.sluice.feed;

import io.lettuce.core.LMoveArgs;
import io.sluice.ledger.Fence;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.FeedTakings;
import io.sluice.ledger.feed.Feeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;

/**
 * Takes items of a list. What a run has taken the server keeps under the run's number until it is
 * settled, each under an id that it gets when it is taken and that stays with it: so one that comes
 * again after a death is known, and an equal one that comes for the first time is not. What a run
 * has left that is over is taken over by another.
 */
final class ListIntake implements EntryIntake {
  static final String FIELD = "item";
  private static final long LOST_MILLIS = 1_000;
  private static final double SECOND = 1_000;

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final Fence run;
  private final RedisLink link;
  private final ListTaking takings;
  private final InHand hand;
  private final Executor jdbc;
  private final ReadSize size;
  private final Duration block;
  private volatile long own;

  /** Numbers that this run took over, or lost, and of which something may be left. */
  private final Set<Long> left = new ConcurrentSkipListSet<>();

  /** Those that were taken over so often that one of their items may end whoever works on it. */
  private final Set<Long> suspected = new ConcurrentSkipListSet<>();

  ListIntake(
      FeedNode node, Feeds.Wanted feed, Fence run, RedisLink link, InHand hand, Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.run = run;
    this.link = link;
    this.hand = hand;
    this.jdbc = jdbc;
    takings = new ListTaking(link);
    size = new ReadSize(node.settings().groupSize());
    block = ReadSize.shortened(node.settings().block());
  }

  @Override
  public CompletionStage<Done> begin() {
    return CompletableFuture.supplyAsync(() -> node.takings().begin(feed.streamId(), run), jdbc)
        .thenCompose(
            number -> {
              own = number;
              return takings.open(number);
            })
        .thenComposeAsync(opened -> checked(own), jdbc);
  }

  /**
   * Who took the number over before its mark was there, looks for nothing more under it. Who does
   * so from now on removes the mark.
   */
  private CompletionStage<Done> checked(long number) {
    return node.takings().has(number, run)
        ? is(Done.getInstance())
        : takings
            .shut(number)
            .thenApply(
                shut -> {
                  throw new IllegalStateException(
                      "number %d was taken over before anything was taken under it"
                          .formatted(number));
                });
  }

  @Override
  public CompletionStage<List<Entry>> next() {
    return take().thenCompose(taken -> taken.isEmpty() ? waitForMore() : is(taken));
  }

  private static <T> CompletionStage<T> is(T value) {
    return CompletableFuture.completedFuture(value);
  }

  private CompletionStage<List<Entry>> take() {
    return takings
        .take(own, size.count())
        .thenCompose(
            taken ->
                taken.isPresent()
                    ? is(size.after(taken.get()))
                    : beginAnew().thenApply(begun -> List.<Entry>of()));
  }

  /** From the head to the head: that moves nothing, and ends when there is something. */
  private CompletionStage<List<Entry>> waitForMore() {
    var list = link.address().stream();
    return link.read(
            block,
            redis ->
                redis.blmove(list, list, LMoveArgs.Builder.leftLeft(), block.toMillis() / SECOND))
        .thenCompose(item -> item == null ? is(List.<Entry>of()) : take());
  }

  /** In a moment, should it be lost again and again. */
  private CompletionStage<Done> beginAnew() {
    FeedPipeline.LOG.warn(
        "{}: the server has lost what was begun under number {}, or another node took that over;"
            + " begins anew",
        feed.name(),
        own);
    left.add(own);
    return CompletableFuture.supplyAsync(
            () -> null, CompletableFuture.delayedExecutor(LOST_MILLIS, TimeUnit.MILLISECONDS))
        .thenCompose(now -> begin());
  }

  @Override
  public CompletionStage<List<Entry>> again(List<String> ids) {
    return takings.again(ids);
  }

  @Override
  public CompletionStage<List<Entry>> unclaimed() {
    return CompletableFuture.supplyAsync(this::takeOver, jdbc)
        .thenCompose(
            taken -> {
              taken.ifPresent(one -> left.add(one.number()));
              return taken.isPresent() ? takings.shut(taken.get().number()) : is(0L);
            })
        .thenCompose(shut -> leftOver(numbers()));
  }

  /** Its own the last: what was put off and is one too many for the memory waits there, too. */
  private List<Long> numbers() {
    var numbers = new ArrayList<>(left);
    numbers.add(own);
    return numbers;
  }

  private Optional<FeedTakings.Left> takeOver() {
    node.consumers().ended(feed.id()).forEach(name -> node.consumers().fold(feed.id(), name));
    var taken = node.takings().takeOver(feed.streamId(), run);
    taken.ifPresent(
        one -> {
          if (one.takeovers() >= node.settings().maxAttempts()) {
            suspected.add(one.number());
          }
        });
    return taken;
  }

  /** Of the first of these numbers that has some. */
  private CompletionStage<List<Entry>> leftOver(List<Long> numbers) {
    if (numbers.isEmpty()) {
      return is(List.of());
    }
    long number = numbers.get(0);
    return takings
        .ids(number)
        .thenCompose(
            ids -> {
              if (ids.isEmpty() && number != own) {
                return forget(number).thenApply(gone -> List.<Entry>of());
              }
              var idle =
                  ids.stream()
                      .filter(id -> !hand.has(id) && (number != own || isOld(id)))
                      .limit(Caretaker.MOST)
                      .toList();
              if (!idle.isEmpty() && number != own) {
                tell(number, idle);
              }
              return takings.again(idle);
            })
        .thenCompose(
            found -> found.isEmpty() ? leftOver(numbers.subList(1, numbers.size())) : is(found));
  }

  /** What was just taken is on its way into the hand. */
  private boolean isOld(String id) {
    var since = Instant.now().minus(node.settings().claimAfter());
    return ListTaking.takenAt(id) < since.toEpochMilli();
  }

  private void tell(long number, List<String> ids) {
    FeedPipeline.LOG.info(
        "{}: takes over {} items that another run had taken", feed.name(), ids.size());
    if (suspected.contains(number)) {
      ids.forEach(hand::suspect);
    }
  }

  private CompletionStage<Void> forget(long number) {
    left.remove(number);
    suspected.remove(number);
    return CompletableFuture.runAsync(() -> node.takings().end(number), jdbc);
  }

  /** Whose run is over is told by its row, not by how long it did nothing. */
  @Override
  public CompletionStage<Void> renew(List<String> ids) {
    return is(null);
  }

  @Override
  public CompletionStage<Long> acknowledge(Collection<String> ids) {
    return takings.remove(ids);
  }

  /** What waits is counted first: what is taken meanwhile counts twice, and never not at all. */
  @Override
  public CompletionStage<FeedRow.Standing> standing() {
    return link.ask(redis -> redis.llen(link.address().stream()))
        .thenCompose(
            waiting ->
                CompletableFuture.supplyAsync(() -> node.takings().all(feed.streamId()), jdbc)
                    .thenCompose(takings::count)
                    .thenApply(taken -> new FeedRow.Standing(waiting, taken, null, null)));
  }

  @Override
  public boolean isPassing(Throwable failure) {
    return false;
  }

  @Override
  public void end() {
    for (long number : numbers()) {
      if (takings.close(number).toCompletableFuture().join()) {
        node.takings().end(number);
      }
    }
  }
}
