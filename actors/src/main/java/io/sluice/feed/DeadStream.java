package io.sluice.feed;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The stream of a feed's dead letters, in its server. Thread-safe. */
final class DeadStream {

  /** What it has behind the name of what is read. */
  private static final String DEAD = ":dead";

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

  /** These are dead no more. */
  CompletionStage<Long> exhume(List<String> ids) {
    return ids.isEmpty()
        ? CompletableFuture.completedFuture(0L)
        : link.ask(redis -> redis.xdel(name, ids.toArray(String[]::new)));
  }
}
