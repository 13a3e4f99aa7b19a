package io.sluice.feed;

import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stream of a feed's dead letters, in its server. Thread-safe. */
final class DeadStream {

  /** What it has behind the name of what is read. */
  private static final String DEAD = ":dead";

  /** So many are looked at at once. */
  private static final int LETTERS = 500;

  private final RedisLink link;
  private final String name;

  DeadStream(RedisLink link) {
    this.link = link;
    name = link.address().stream() + DEAD;
  }

  /** The id that the entry has there. */
  CompletionStage<String> bury(Map<String, byte[]> fields) {
    return link.ask(redis -> redis.xadd(name, fields));
  }

  /**
   * The id of the letter of an entry, if there is one.
   *
   * @param field of letters that has an entry's id
   * @param since when it was written at the earliest
   */
  CompletionStage<Optional<String>> buried(String field, String entry, Instant since) {
    return buried(field, entry, Boundary.including(Long.toString(since.toEpochMilli())));
  }

  private CompletionStage<Optional<String>> buried(
      String field, String entry, Boundary<String> from) {
    return link.ask(
            redis ->
                redis.xrange(name, Range.from(from, Boundary.unbounded()), Limit.from(LETTERS)))
        .thenCompose(
            letters -> {
              var found =
                  StreamGroup.entries(letters).stream()
                      .filter(letter -> !letter.isGhost() && letter.isOf(field, entry))
                      .map(Entry::id)
                      .findFirst();
              return found.isPresent() || letters.size() < LETTERS
                  ? CompletableFuture.completedFuture(found)
                  : buried(
                      field, entry, Boundary.excluding(letters.get(letters.size() - 1).getId()));
            });
  }

  /** These are dead no more. */
  CompletionStage<Long> exhume(List<String> ids) {
    return ids.isEmpty()
        ? CompletableFuture.completedFuture(0L)
        : link.ask(redis -> redis.xdel(name, ids.toArray(String[]::new)));
  }
}
