package io.sluice.feed;

import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Looks once a second after what others have left of a feed: out come entries that nobody works on,
 * to be worked on here, which are those of dead consumers, those that were put off and those that
 * somebody wants tried again. What this consumer holds for long it renews, so that nobody takes it.
 */
final class Caretaker {

  /** Entries that come out at once. */
  static final int MOST = 500;

  /** Which part of the time after which others claim an entry it is held before it is renewed. */
  private static final int RENEWALS = 3;

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final EntryIntake intake;
  private final InHand hand;
  private final Executor jdbc;
  private final Speed speed = new Speed();
  private final Set<String> retried = ConcurrentHashMap.newKeySet();
  private long claimAt = System.nanoTime();
  private long tellAt = System.nanoTime();

  Caretaker(FeedNode node, Feeds.Wanted feed, EntryIntake intake, InHand hand, Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.intake = intake;
    this.hand = hand;
    this.jdbc = jdbc;
  }

  /** So many were settled. */
  void settled(int entries) {
    speed.add(entries);
  }

  /** Of these the ones that were dead letters. */
  List<String> retried(List<String> ids) {
    return retried.isEmpty() ? List.of() : ids.stream().filter(retried::remove).toList();
  }

  /** One look; what is not there is made anew by who reads. */
  CompletionStage<List<Entry>> look() {
    return seen()
        .exceptionallyCompose(
            failure ->
                intake.isPassing(failure)
                    ? CompletableFuture.completedFuture(List.of())
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<List<Entry>> seen() {
    return renew()
        .thenCompose(renewed -> tell())
        .thenCompose(
            told ->
                hand.onTheirWay() > MOST
                    ? CompletableFuture.completedFuture(List.<Entry>of())
                    : leftOver());
  }

  private CompletionStage<List<Entry>> leftOver() {
    return intake
        .again(hand.due(Instant.now(), MOST))
        .thenCompose(due -> retries().thenApply(again -> joined(due, again)))
        .thenCompose(
            due ->
                due.isEmpty() && isTime(claimAt)
                    ? claim()
                    : CompletableFuture.completedFuture(due));
  }

  private static List<Entry> joined(List<Entry> one, List<Entry> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }

  private static boolean isTime(long nanos) {
    return System.nanoTime() - nanos >= 0;
  }

  private CompletionStage<Void> renew() {
    var held = hand.heldFor(node.settings().claimAfter().dividedBy(RENEWALS));
    return intake.renew(held);
  }

  private CompletionStage<Void> tell() {
    if (!isTime(tellAt)) {
      return CompletableFuture.completedFuture(null);
    }
    tellAt = System.nanoTime() + LOOK.toNanos();
    return intake
        .standing()
        .thenAcceptAsync(
            standing -> {
              node.metrics().stands(feed.name(), standing.lag(), standing.pending());
              node.consumers().tell(feed.id(), standing, speed.perSecond());
            },
            jdbc);
  }

  private CompletionStage<List<Entry>> retries() {
    return CompletableFuture.supplyAsync(() -> node.letters().takeRetries(feed.id(), MOST), jdbc)
        .thenApply(
            retries -> retries.stream().map(this::again).filter(entry -> entry != null).toList());
  }

  private Entry again(DeadLetters.Retry retry) {
    var entry = EntryJson.entry(retry.entry(), retry.fields());
    if (entry.isEmpty()) {
      FeedPipeline.LOG.warn(
          "{}: dead letter {} is too long to be tried again", feed.name(), retry.entry());
      return null;
    }
    retried.add(retry.entry());
    return entry.get();
  }

  /** What consumers hold that are gone, or do nothing with it. */
  private CompletionStage<List<Entry>> claim() {
    var rest = node.settings().claimAfter().dividedBy(RENEWALS);
    var pause = rest.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : rest;
    return intake
        .unclaimed()
        .thenApply(
            claimed -> {
              // Where there was something, there may be more.
              claimAt = System.nanoTime() + (claimed.isEmpty() ? pause.toNanos() : 0);
              return claimed;
            });
  }
}
