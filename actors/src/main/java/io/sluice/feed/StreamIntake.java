package io.sluice.feed;

import io.lettuce.core.models.stream.PendingMessage;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.Feeds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.Done;

/**
 * Takes entries of a stream, as one consumer of a group: new ones, and those of consumers that are
 * gone.
 */
final class StreamIntake implements EntryIntake {

  /** Who ended is known by its row: its entries need not lie idle, but for who claims them, too. */
  private static final Duration CLAIMED_JUST_NOW = Duration.ofSeconds(1);

  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final StreamGroup group;
  private final EntryReader reader;
  private final InHand hand;
  private final FeedRefusals refusals;
  private final Executor jdbc;

  StreamIntake(
      FeedNode node,
      Feeds.Wanted feed,
      StreamGroup group,
      InHand hand,
      FeedRefusals refusals,
      Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.group = group;
    this.hand = hand;
    this.refusals = refusals;
    this.jdbc = jdbc;
    var settings = node.settings();
    reader = new EntryReader(group, feed.name(), settings.groupSize(), settings.block());
  }

  /** What this consumer was given before, and often, is looked at with care. */
  @Override
  public CompletionStage<Done> begin() {
    return noteSuspects("-");
  }

  private CompletionStage<Done> noteSuspects(String from) {
    return group
        .ownPending(from, Caretaker.MOST)
        .thenCompose(
            pending -> {
              noteSuspects(pending);
              return pending.size() < Caretaker.MOST
                  ? CompletableFuture.completedFuture(Done.getInstance())
                  : noteSuspects("(" + pending.get(pending.size() - 1).getId());
            });
  }

  @Override
  public CompletionStage<List<Entry>> next() {
    return reader.next();
  }

  @Override
  public CompletionStage<List<Entry>> again(List<String> ids) {
    return group.range(ids);
  }

  @Override
  public CompletionStage<Void> renew(List<String> ids) {
    return group.renew(ids);
  }

  /** A dead letter may be of the time when this was a list. */
  @Override
  public CompletionStage<Long> acknowledge(Collection<String> ids) {
    return group.acknowledge(ids.stream().filter(id -> !ListTaking.isItem(id)).toList());
  }

  @Override
  public CompletionStage<FeedRow.Standing> standing() {
    return group
        .pending()
        .thenCombine(refusals.without(group.lag(), Optional.empty()), GroupFacts::standing);
  }

  /** A group that is gone. */
  @Override
  public boolean isPassing(Throwable failure) {
    return group.known(failure).isPresent();
  }

  @Override
  public void end() {
    // What is not acknowledged stays pending.
  }

  /** What consumers hold that are gone, or do nothing with it. */
  @Override
  public CompletionStage<List<Entry>> unclaimed() {
    var after = node.settings().claimAfter();
    return CompletableFuture.supplyAsync(() -> node.consumers().ended(feed.id()), jdbc)
        .thenCompose(ended -> ended.isEmpty() ? claimIdle(after) : claimOf(ended.get(0), after));
  }

  /** What it holds; it is forgotten when that is nothing. */
  private CompletionStage<List<Entry>> claimOf(String ended, Duration after) {
    return group
        .pendingOf(ended, Caretaker.MOST)
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
        .idle(after, Caretaker.MOST)
        .thenCombine(
            CompletableFuture.supplyAsync(() -> node.consumers().live(feed.id()), jdbc),
            (pending, live) ->
                pending.stream()
                    .filter(one -> isNobodys(one, live))
                    .collect(Collectors.partitioningBy(group::isOwn)))
        .thenCompose(
            pending ->
                reread(pending.get(true))
                    .thenCombine(takeOver(pending.get(false), after), StreamIntake::joined));
  }

  private CompletionStage<List<Entry>> reread(List<PendingMessage> own) {
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
  private void noteSuspects(List<PendingMessage> pending) {
    pending.stream()
        .filter(one -> one.getRedeliveryCount() > node.settings().maxAttempts())
        .forEach(one -> hand.suspect(one.getId()));
  }

  private static List<Entry> joined(List<Entry> one, List<Entry> other) {
    var all = new ArrayList<>(one);
    all.addAll(other);
    return all;
  }
}
