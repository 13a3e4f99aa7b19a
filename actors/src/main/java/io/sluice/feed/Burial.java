package io.sluice.feed;

import io.sluice.ledger.feed.DeadLetter;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import io.sluice.metrics.FeedMetrics;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where entries go that cannot be stored: a row each, and a copy in the stream of dead letters,
 * with the reason. The row is what counts; a server that takes no copy is told of once.
 */
final class Burial {
  private static final Logger LOG = LoggerFactory.getLogger(FeedPipeline.class);
  private static final String REASON = "dead:reason";
  private static final String DETAIL = "dead:detail";
  private static final String ENTRY = "dead:entry";
  private static final int MOST_OF_DETAIL = 500;

  private final DeadLetters letters;
  private final FeedMetrics metrics;
  private final Feeds.Wanted feed;
  private final DeadStream dead;
  private final Executor jdbc;
  private volatile boolean told;

  Burial(FeedNode node, Feeds.Wanted feed, DeadStream dead, Executor jdbc) {
    letters = node.letters();
    metrics = node.metrics();
    this.feed = feed;
    this.dead = dead;
    this.jdbc = jdbc;
  }

  /** Completes when all of them have their rows. */
  CompletionStage<Void> of(List<Event.Unfit> unfit) {
    var byId =
        unfit.stream()
            .collect(Collectors.toMap(one -> one.entry().id(), Function.identity(), (a, b) -> a));
    return CompletableFuture.supplyAsync(
            () ->
                letters.add(
                    feed.id(),
                    feed.streamId(),
                    byId.values().stream()
                        .map(Burial::letter)
                        .sorted(Comparator.comparing(DeadLetter::entry))
                        .toList()),
            jdbc)
        .thenCompose(
            entries -> {
              metrics.settled(feed.name(), "dead", unfit.size());
              return CompletableFuture.allOf(
                  byId.values().stream()
                      .filter(one -> entries.contains(one.entry().id()))
                      .map(one -> copy(one).toCompletableFuture())
                      .toArray(CompletableFuture[]::new));
            });
  }

  private static DeadLetter letter(Event.Unfit unfit) {
    var detail = unfit.detail();
    return new DeadLetter(
        unfit.entry().id(),
        EntryJson.of(unfit.entry()),
        unfit.reason(),
        detail.length() > MOST_OF_DETAIL ? detail.substring(0, MOST_OF_DETAIL) : detail);
  }

  private CompletionStage<Void> copy(Event.Unfit unfit) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put(REASON, unfit.reason().getBytes(StandardCharsets.UTF_8));
    fields.put(DETAIL, unfit.detail().getBytes(StandardCharsets.UTF_8));
    fields.put(ENTRY, unfit.entry().id().getBytes(StandardCharsets.UTF_8));
    fields.putAll(unfit.entry().fields());
    return dead.bury(fields)
        .exceptionallyCompose(this::refused)
        .thenAcceptAsync(copy -> letters.copied(feed.streamId(), unfit.entry().id(), copy), jdbc);
  }

  /** What a server answers that takes none will not be another answer next time. */
  private CompletionStage<String> refused(Throwable failure) {
    var known = RedisException.of(feed.name(), failure);
    if (!known.isAnswer()) {
      return CompletableFuture.failedFuture(failure);
    }
    if (!told) {
      LOG.warn(
          "{}: dead letters have no copy in the server, only their rows: {}",
          feed.name(),
          known.getMessage());
    }
    told = true;
    return CompletableFuture.completedFuture("");
  }
}
