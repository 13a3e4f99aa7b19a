package io.sluice.feed;

import io.lettuce.core.Consumer;
import io.lettuce.core.Range;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XClaimArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.words.FeedAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Looks at the Redis server of a feed as its consumer would, and changes nothing there. Blocks;
 * fails with a {@link RuntimeException} whose message tells what to do.
 */
public final class RedisExamination implements AutoCloseable {
  private static final int THREADS = 2;
  private static final String POLICY = "maxmemory-policy";

  /** Nobody has a group of this name: what is asked of it is refused, and changes nothing. */
  private static final String NOBODY = "sluice-doctor-nobody";

  private static final String NO_ID = "0-1";
  private static final byte[] NOTHING = {};

  private final ClientResources threads;
  private final RedisLink link;
  private final String group;

  private RedisExamination(ClientResources threads, RedisLink link, String group) {
    this.threads = threads;
    this.link = link;
    this.group = group;
  }

  /** Connects as a node does. */
  public static RedisExamination open(FeedAddress address, FeedSettings settings) {
    var threads =
        DefaultClientResources.builder()
            .ioThreadPoolSize(THREADS)
            .computationThreadPoolSize(THREADS)
            .build();
    boolean opened = false;
    try {
      var link =
          RedisLink.open(
              threads, address, address.password().or(settings::password), settings.authorities());
      var examination = new RedisExamination(threads, link, settings.group());
      examination.done(new StreamGroup(link, settings.group(), "doctor").checkServer());
      opened = true;
      return examination;
    } finally {
      if (!opened) {
        threads.shutdown(0, 0, TimeUnit.SECONDS);
      }
    }
  }

  private <T> T done(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw RedisException.of(link.address().server(), e);
    }
  }

  /** Seconds that some answers took, the shortest first. */
  public double[] pings(int count) {
    var times = new double[count];
    done(link.ask(redis -> redis.ping()));
    for (int i = 0; i < count; i++) {
      long began = System.nanoTime();
      done(link.ask(redis -> redis.ping()));
      times[i] = (System.nanoTime() - began) / 1e9;
    }
    Arrays.sort(times);
    return times;
  }

  /** What the server forgets when its memory is full; empty where it does not tell us. */
  public Optional<String> evictionPolicy() {
    try {
      return Optional.ofNullable(done(link.ask(redis -> redis.configGet(POLICY))).get(POLICY));
    } catch (RedisException e) {
      return info("memory").map(facts -> facts.get("maxmemory_policy"));
    }
  }

  private Optional<Map<String, String>> info(String section) {
    try {
      var lines = done(link.ask(redis -> redis.info(section))).lines();
      return Optional.of(
          lines
              .filter(line -> line.contains(":"))
              .map(line -> line.split(":", 2))
              .collect(
                  Collectors.toMap(pair -> pair[0], pair -> pair[1], (first, other) -> first)));
    } catch (RedisException e) {
      return Optional.empty();
    }
  }

  /** How far the group is behind; empty where there is none yet, or the server does not tell. */
  public Optional<FeedRow.Standing> standing() {
    var stream = link.address().stream();
    try {
      var facts = GroupFacts.of(group, done(link.ask(redis -> redis.xinfoGroups(stream))));
      return facts.map(
          found ->
              GroupFacts.standing(
                  done(link.ask(redis -> redis.xpending(stream, group))), found.lag()));
    } catch (RedisException e) {
      return Optional.empty();
    }
  }

  /** Commands that the user may not give, of those without which a feed is not read. */
  public List<String> forbidden() {
    return denied(needed());
  }

  /** The same, of those whose lack a feed tells and bears. */
  public List<String> missed() {
    return denied(wanted());
  }

  private List<String> denied(Map<String, Asked> commands) {
    return commands.entrySet().stream()
        .filter(command -> isDenied(command.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private boolean isDenied(Asked command) {
    try {
      done(command.of(link));
      return false;
    } catch (RedisException e) {
      return e.isDenied();
    }
  }

  /** A command that changes nothing, whether or not it is allowed. */
  private interface Asked {
    CompletionStage<?> of(RedisAsyncCommands<String, byte[]> redis);

    default CompletionStage<Object> of(RedisLink link) {
      return link.ask(redis -> of(redis).thenApply(answer -> (Object) answer));
    }
  }

  // The client takes several streams, as an array of a generic type.
  @SuppressWarnings("unchecked")
  private Map<String, Asked> needed() {
    var stream = link.address().stream();
    var nobody = Consumer.from(NOBODY, NOBODY);
    var commands = new LinkedHashMap<String, Asked>();
    commands.put(
        "xreadgroup", redis -> redis.xreadgroup(nobody, StreamOffset.lastConsumed(stream)));
    commands.put("xack", redis -> redis.xack(stream, NOBODY, NO_ID));
    commands.put("xpending", redis -> redis.xpending(stream, NOBODY));
    commands.put(
        "xclaim", redis -> redis.xclaim(stream, nobody, XClaimArgs.Builder.minIdleTime(0), NO_ID));
    commands.put("xrange", redis -> redis.xrange(stream, Range.create(NO_ID, NO_ID)));
    commands.put("xgroup", redis -> redis.xgroupDelconsumer(stream, nobody));
    return commands;
  }

  private Map<String, Asked> wanted() {
    var stream = link.address().stream();
    var dead = stream + ":dead";
    var commands = new LinkedHashMap<String, Asked>();
    commands.put("info", redis -> redis.info("server"));
    commands.put("type", redis -> redis.type(stream));
    commands.put("xinfo", redis -> redis.xinfoGroups(stream));
    // With an id that no entry can have.
    commands.put(
        "xadd on " + dead,
        redis -> redis.xadd(dead, new XAddArgs().nomkstream().id("0-0"), Map.of("a", NOTHING)));
    commands.put("xdel on " + dead, redis -> redis.xdel(dead, NO_ID));
    return commands;
  }

  @Override
  public void close() {
    link.close();
    threads.shutdown(0, 0, TimeUnit.SECONDS);
  }
}
