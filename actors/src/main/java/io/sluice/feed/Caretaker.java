package io.sluice.feed;

import io.lettuce.core.models.stream.PendingMessage;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.Done;

/**
 * Looks once a second after what a feed's group has left: out come entries that nobody works on, to
 * be worked on here, which are those of dead consumers, those that were put off and those that
 * somebody wants tried again. What this consumer holds for long it renews, so that nobody takes it.
 */
final class Caretaker {

  /** Entries that come out at once. */
  private static final int MOST = 500;

  /** Which part of the time after which others claim an entry it is held before it is renewed. */
  private static final int RENEWALS = 3;

  /** Who ended is known by its row: its entries need not lie idle, but for who claims them, too. */
  private static final Duration CLAIMED_JUST_NOW = Duration.ofSeconds(1);

  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(10);

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final StreamGroup group;
  private final InHand hand;
  private final Set<String> suspects;
  private final Refusals refusals;
  private final Executor jdbc;
  private final Speed speed = new Speed();
  private final Set<String> retried = ConcurrentHashMap.newKeySet();
  private long claimAt = System.nanoTime();
  private long tellAt = System.nanoTime();

  Caretaker(
      FeedNode node,
      Feeds.Wanted feed,
      StreamGroup group,
      InHand hand,
      Set<String> suspects,
      Refusals refusals,
      Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.group = group;
    this.hand = hand;
    this.suspects = suspects;
    this.refusals = refusals;
    this.jdbc = jdbc;
  }

  /** To be called before this consumer reads what it was given before. */
  CompletionStage<Done> begin() {
    return noteSuspects("-");
  }

  private CompletionStage<Done> noteSuspects(String from) {
    return group
        .ownPending(from, MOST)
        .thenCompose(
            pending -> {
              noteSuspects(pending);
              return pending.size() < MOST
                  ? CompletableFuture.completedFuture(Done.getInstance())
                  : noteSuspects("(" + pending.get(pending.size() - 1).getId());
            });
  }

  /** So many were settled. */
  void settled(int entries) {
    speed.add(entries);
  }

  /** Of these the ones that were dead letters. */
  List<String> retried(List<String> ids) {
    return retried.isEmpty() ? List.of() : ids.stream().filter(retried::remove).toList();
  }

  /** One look; a group that is gone is made anew by who reads. */
  CompletionStage<List<Entry>> look() {
    return seen()
        .exceptionallyCompose(
            failure ->
                group.known(failure).isPresent()
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
    return group
        .range(hand.due(Instant.now(), MOST))
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
    return group.renew(held);
  }

  private CompletionStage<Void> tell() {
    if (!isTime(tellAt)) {
      return CompletableFuture.completedFuture(null);
    }
    tellAt = System.nanoTime() + LOOK.toNanos();
    return group
        .pending()
        .thenCombine(refusals.without(group.lag(), Optional.empty()), GroupFacts::standing)
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
    var after = node.settings().claimAfter();
    var rest = after.dividedBy(RENEWALS);
    var pause = rest.compareTo(LONGEST_LOOK) > 0 ? LONGEST_LOOK : rest;
    return CompletableFuture.supplyAsync(() -> node.consumers().ended(feed.id()), jdbc)
        .thenCompose(ended -> ended.isEmpty() ? claimIdle(after) : claimOf(ended.get(0), after))
        .thenApply(
            claimed -> {
              // Where there was something, there may be more.
              claimAt = System.nanoTime() + (claimed.isEmpty() ? pause.toNanos() : 0);
              return claimed;
            });
  }

  /** What it holds; it is forgotten when that is nothing. */
  private CompletionStage<List<Entry>> claimOf(String ended, Duration after) {
    return group
        .pendingOf(ended, MOST)
        .thenCompose(
            pending -> {
              if (pending.isEmpty()) {
                return forget(ended).thenCompose(gone -> claimIdle(after));
              }
              FeedPipeline.LOG.info(
                  "{}: takes over {} entries of {}, whose node has ended",
                  feed.name(),
                  pending.size(),
                  ended);
              return claim(pending, CLAIMED_JUST_NOW);
            });
  }

  private CompletionStage<Void> forget(String ended) {
    return refusals
        .without(group.forget(ended), 0L)
        .thenAcceptAsync(
            lost -> {
              if (lost > 0) {
                FeedPipeline.LOG.warn(
                    "{}: {} entries were given to {} while the server forgot it: all are read"
                        + " again, and what is stored is known",
                    feed.name(),
                    lost,
                    ended);
              }
              node.consumers().fold(feed.id(), ended);
            },
            jdbc);
  }

  private CompletionStage<List<Entry>> claimIdle(Duration after) {
    return group
        .idle(after, MOST)
        .thenCombine(
            CompletableFuture.supplyAsync(() -> node.consumers().live(feed.id()), jdbc),
            (pending, live) ->
                pending.stream()
                    .filter(one -> isNobodys(one, live))
                    .collect(Collectors.partitioningBy(group::isOwn)))
        .thenCompose(
            pending ->
                again(pending.get(true))
                    .thenCombine(takeOver(pending.get(false), after), Caretaker::joined));
  }

  private CompletionStage<List<Entry>> again(List<PendingMessage> own) {
    noteSuspects(own);
    return group.range(own.stream().map(PendingMessage::getId).toList());
  }

  private CompletionStage<List<Entry>> takeOver(List<PendingMessage> pending, Duration after) {
    if (!pending.isEmpty()) {
      FeedPipeline.LOG.info(
          "{}: takes over {} entries that nobody worked on", feed.name(), pending.size());
    }
    return claim(pending, after);
  }

  /** This consumer's own that are not in hand came with an answer that was lost. */
  private boolean isNobodys(PendingMessage pending, Set<String> live) {
    return group.isOwn(pending)
        ? !hand.has(pending.getId())
        : !live.contains(pending.getConsumer());
  }

  private CompletionStage<List<Entry>> claim(List<PendingMessage> pending, Duration idle) {
    noteSuspects(pending);
    return group.claim(pending.stream().map(PendingMessage::getId).toList(), idle);
  }

  /** Those that were given to consumers often, and never acknowledged. */
  void noteSuspects(List<PendingMessage> pending) {
    pending.stream()
        .filter(one -> one.getRedeliveryCount() > node.settings().maxAttempts())
        .forEach(one -> suspects.add(one.getId()));
  }
}
