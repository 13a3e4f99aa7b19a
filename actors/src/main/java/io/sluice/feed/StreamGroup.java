package io.sluice.feed;

import io.lettuce.core.Consumer;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.Range.Boundary;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XPendingArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.models.stream.PendingMessage;
import io.lettuce.core.models.stream.PendingMessages;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** What a consumer asks of its group in a stream. Thread-safe. */
final class StreamGroup {
  private static final Pattern VERSION = Pattern.compile("redis_version:((\\d+)[.](\\d+)\\S*)");

  private static final int MAJOR = 6;
  private static final int MINOR = 2;

  private final RedisLink link;
  private final String stream;
  private final String group;
  private final Consumer<String> consumer;

  StreamGroup(RedisLink link, String group, String consumer) {
    this.link = link;
    this.stream = link.address().stream();
    this.group = group;
    this.consumer = Consumer.from(group, consumer);
  }

  /** Refuses a server that knows too little; one that does not tell is believed. */
  CompletionStage<Void> checkServer() {
    return link.ask(redis -> redis.info("server"))
        .handle(
            (info, failure) -> {
              if (failure == null) {
                checkVersion(info);
              } else if (!RedisException.of(stream, failure).isDenied()) {
                throw RedisException.of(link.address().server(), failure);
              }
              return null;
            });
  }

  private void checkVersion(String info) {
    var version = VERSION.matcher(info);
    if (version.find()) {
      int major = Integer.parseInt(version.group(2));
      int minor = Integer.parseInt(version.group(3));
      if (major < MAJOR || major == MAJOR && minor < MINOR) {
        throw RedisException.of(
            link.address().server(),
            "has version %s, which is too old: 6.2 or later is needed".formatted(version.group(1)));
      }
    }
  }

  /**
   * Makes the group where it is not there, at the beginning of the stream: what was read before is
   * known in the database, and what was not is not lost.
   *
   * @return whether it was made
   */
  CompletionStage<Boolean> ensure() {
    return link.ask(
            redis ->
                redis.xgroupCreate(
                    StreamOffset.from(stream, "0"), group, XGroupCreateArgs.Builder.mkstream(true)))
        .handle(
            (made, failure) -> {
              if (failure == null) {
                return true;
              }
              var known = RedisException.of(place(), failure);
              if (known.isBusyGroup()) {
                return false;
              }
              throw known;
            });
  }

  /** The same; a user who may make none can read in one that is there. */
  CompletionStage<Boolean> ensureOrFind() {
    return ensure()
        .exceptionallyCompose(
            failure ->
                RedisException.of(place(), failure).isDenied()
                    ? find(failure)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Boolean> find(Throwable denial) {
    return pending()
        .handle((pending, failure) -> failure == null || known(failure).isEmpty())
        .thenCompose(
            isThere ->
                isThere
                    ? CompletableFuture.completedFuture(false)
                    : CompletableFuture.failedFuture(denial));
  }

  private String place() {
    return link.address().server() + ", stream " + stream + ",";
  }

  /**
   * Entries that this consumer was given and did not acknowledge.
   *
   * @param after id of the last one that is known
   */
  CompletionStage<List<Entry>> own(String after, int most) {
    return read(Duration.ZERO, XReadArgs.Builder.count(most), StreamOffset.from(stream, after));
  }

  /** Entries that nobody was given; empty if there are none for so long. */
  CompletionStage<List<Entry>> fresh(int most, Duration block) {
    return read(
        block, XReadArgs.Builder.count(most).block(block), StreamOffset.lastConsumed(stream));
  }

  // The client takes several streams, as an array of a generic type.
  @SuppressWarnings("unchecked")
  private CompletionStage<List<Entry>> read(
      Duration block, XReadArgs how, StreamOffset<String> from) {
    return link.read(block, redis -> redis.xreadgroup(consumer, how, from))
        .thenApply(StreamGroup::entries);
  }

  /** Version 6.2 has an empty place for an entry that was claimed and is deleted. */
  static List<Entry> entries(List<StreamMessage<String, byte[]>> messages) {
    return messages.stream()
        .filter(message -> message.getId() != null)
        .map(message -> new Entry(message.getId(), body(message)))
        .toList();
  }

  private static Map<String, byte[]> body(StreamMessage<String, byte[]> message) {
    return message.getBody() == null || message.getBody().isEmpty() ? null : message.getBody();
  }

  CompletionStage<Long> acknowledge(Collection<String> ids) {
    return ids.isEmpty()
        ? CompletableFuture.completedFuture(0L)
        : link.ask(redis -> redis.xack(stream, group, ids.toArray(String[]::new)));
  }

  /** The same entries once more; those that are gone have no fields. */
  CompletionStage<List<Entry>> range(List<String> ids) {
    var found =
        ids.stream()
            .map(
                id ->
                    link.ask(redis -> redis.xrange(stream, Range.create(id, id)))
                        .thenApply(
                            messages ->
                                messages.isEmpty() ? new Entry(id, null) : entries(messages).get(0))
                        .toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(found.toArray(CompletableFuture[]::new))
        .thenApply(all -> found.stream().map(CompletableFuture::join).toList());
  }

  /** What a consumer was given and did not acknowledge. */
  CompletionStage<List<PendingMessage>> pendingOf(String other, int most) {
    return link.ask(
        redis ->
            redis.xpending(
                stream, Consumer.from(group, other), Range.unbounded(), Limit.from(most)));
  }

  /**
   * The same of this consumer itself.
   *
   * @param from the first id; behind a bracket the one before it
   */
  CompletionStage<List<PendingMessage>> ownPending(String from, int most) {
    return link.ask(
        redis ->
            redis.xpending(
                stream,
                XPendingArgs.Builder.xpending(
                    consumer, Range.from(boundary(from), Boundary.unbounded()), Limit.from(most))));
  }

  private static Boundary<String> boundary(String from) {
    return from.startsWith("(") ? Boundary.excluding(from.substring(1)) : Boundary.unbounded();
  }

  /** What anybody was given, and nothing happened with for so long. */
  CompletionStage<List<PendingMessage>> idle(Duration time, int most) {
    return link.ask(
        redis ->
            redis.xpending(
                stream,
                XPendingArgs.Builder.xpending(group, Range.unbounded(), Limit.from(most))
                    .idle(time)));
  }

  boolean isOwn(PendingMessage pending) {
    return pending.getConsumer().equals(consumer.getName());
  }

  /** Takes entries that still are idle for so long; those that are gone have no fields. */
  CompletionStage<List<Entry>> claim(List<String> ids, Duration idle) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(List.of());
    }
    return link.ask(
            redis ->
                redis.xclaim(
                    stream,
                    consumer,
                    XClaimArgs.Builder.minIdleTime(idle),
                    ids.toArray(String[]::new)))
        .thenApply(StreamGroup::entries);
  }

  /** Says that this consumer is at work on these. */
  CompletionStage<Void> renew(List<String> ids) {
    if (ids.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return link.ask(
            redis ->
                redis.xclaim(
                    stream,
                    consumer,
                    XClaimArgs.Builder.justid().minIdleTime(0),
                    ids.toArray(String[]::new)))
        .thenAccept(renewed -> {});
  }

  /**
   * Forgets a consumer that has nothing pending and reads no more. What it was given in the very
   * moment the server forgets with it, so that all is given out once more then.
   *
   * @return how much that was
   */
  CompletionStage<Long> forget(String other) {
    return link.ask(redis -> redis.xgroupDelconsumer(stream, Consumer.from(group, other)))
        .thenCompose(
            lost ->
                lost == 0
                    ? CompletableFuture.completedFuture(lost)
                    : link.ask(redis -> redis.xgroupSetid(StreamOffset.from(stream, "0"), group))
                        .thenApply(done -> lost));
  }

  /** What its consumers were given and did not acknowledge. */
  CompletionStage<PendingMessages> pending() {
    return link.ask(redis -> redis.xpending(stream, group));
  }

  /** Entries that nobody was given; empty where the server cannot tell how many. */
  CompletionStage<Optional<Long>> lag() {
    return link.ask(redis -> redis.xinfoGroups(stream))
        .thenCompose(
            groups ->
                GroupFacts.of(group, groups)
                    .map(this::lag)
                    .orElse(CompletableFuture.completedFuture(Optional.empty())));
  }

  private CompletionStage<Optional<Long>> lag(GroupFacts facts) {
    return facts.lag().isPresent()
        ? CompletableFuture.completedFuture(facts.lag())
        : link.ask(redis -> redis.xrevrange(stream, Range.unbounded(), Limit.from(1)))
            .thenApply(
                last ->
                    last.isEmpty() || facts.isBehind(last.get(0).getId())
                        ? Optional.of(0L)
                        : Optional.empty());
  }

  /** What a failure means, in words. */
  Optional<RedisException> known(Throwable failure) {
    var known = RedisException.of(place(), failure);
    return known.isGroupLost() ? Optional.of(known) : Optional.empty();
  }
}
