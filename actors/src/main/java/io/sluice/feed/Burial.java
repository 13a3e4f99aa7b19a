package io.sluice.feed;

import io.sluice.ledger.feed.DeadLetter;
import io.sluice.ledger.feed.DeadLetters;
import io.sluice.ledger.feed.Feeds;
import io.sluice.metrics.FeedMetrics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Where entries go that cannot be stored: a row each, and a copy in the stream of dead letters,
 * with the reason. The row is what counts; a server that takes no copy is told of once.
 */
final class Burial {
  private static final String REASON = "dead:reason";
  private static final String DETAIL = "dead:detail";
  private static final String ENTRY = "dead:entry";

  /** How far the clocks of the database and of the server may be apart. */
  private static final Duration CLOCKS = Duration.ofMinutes(10);

  private static final int MOST_OF_DETAIL = 500;

  private final DeadLetters letters;
  private final FeedMetrics metrics;
  private final Feeds.Wanted feed;
  private final DeadStream dead;
  private final FeedRefusals refusals;
  private final Executor jdbc;

  Burial(FeedNode node, Feeds.Wanted feed, DeadStream dead, FeedRefusals refusals, Executor jdbc) {
    letters = node.letters();
    metrics = node.metrics();
    this.feed = feed;
    this.dead = dead;
    this.refusals = refusals;
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
                      .filter(one -> entries.containsKey(one.entry().id()))
                      .map(one -> copy(one, entries.get(one.entry().id())).toCompletableFuture())
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

  /**
   * @param before when somebody began with that who may have died over it
   */
  private CompletionStage<Void> copy(Event.Unfit unfit, Optional<Instant> before) {
    return before
        .map(time -> dead.buried(ENTRY, unfit.entry().id(), time.minus(CLOCKS)))
        .map(found -> refusals.without(found, Optional.<String>empty()))
        .orElse(CompletableFuture.completedFuture(Optional.empty()))
        .thenCompose(
            found ->
                found.isPresent()
                    ? CompletableFuture.completedFuture(found.get())
                    : refusals.without(dead.bury(fields(unfit)), ""))
        .thenAcceptAsync(copy -> letters.copied(feed.streamId(), unfit.entry().id(), copy), jdbc);
  }

  private static Map<String, byte[]> fields(Event.Unfit unfit) {
    Map<String, byte[]> fields = new LinkedHashMap<>();
    fields.put(REASON, unfit.reason().getBytes(StandardCharsets.UTF_8));
    fields.put(DETAIL, unfit.detail().getBytes(StandardCharsets.UTF_8));
    fields.put(ENTRY, unfit.entry().id().getBytes(StandardCharsets.UTF_8));
    fields.putAll(unfit.entry().fields());
    return fields;
  }
}
