package io.sluice.feed;

import io.sluice.ledger.feed.Feeds;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * What a server refuses, and a run goes on without: each is told once, in the log and in the feed's
 * row. Thread-safe.
 */
final class FeedRefusals {
  private final FeedNode node;
  private final Feeds.Wanted feed;
  private final Executor jdbc;
  private final Set<String> told = ConcurrentHashMap.newKeySet();

  FeedRefusals(FeedNode node, Feeds.Wanted feed, Executor jdbc) {
    this.node = node;
    this.feed = feed;
    this.jdbc = jdbc;
  }

  /** What was asked for, or this where it is refused for good. */
  <T> CompletionStage<T> without(CompletionStage<T> asked, T instead) {
    return asked.exceptionallyCompose(
        failure -> {
          var known = RedisException.of(feed.name(), failure);
          if (!known.isAnswer() || known.isGroupLost()) {
            return CompletableFuture.failedFuture(failure);
          }
          if (told.add(known.getMessage())) {
            FeedPipeline.LOG.warn("{}: goes on without: {}", feed.name(), known.getMessage());
            note(node, feed, known.getMessage(), jdbc);
          }
          return CompletableFuture.completedFuture(instead);
        });
  }

  /** Has the feed's row tell of it. */
  static void note(FeedNode node, Feeds.Wanted feed, String reason, Executor jdbc) {
    CompletableFuture.runAsync(() -> node.feeds().stumbled(feed.id(), reason), jdbc)
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                FeedPipeline.LOG.debug("Its row cannot tell of it", failure);
              }
            });
  }
}
