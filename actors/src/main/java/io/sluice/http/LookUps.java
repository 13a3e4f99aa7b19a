package io.sluice.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Names of hosts go in, their addresses come out, however slow the resolver is: each name is looked
 * up once at a time, not many at once, and who asked waits no longer than its patience. A name that
 * was known a while ago does not wait at all, so that names nobody answers for do not hold up those
 * of others. Thread-safe.
 */
final class LookUps {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final Duration FRESH = Duration.ofSeconds(30);
  static final Duration LASTING = Duration.ofMinutes(10);

  /** As many as there may be names that nobody answers for, without trouble for name servers. */
  static final int AT_ONCE = 128;

  private static final int REMEMBERED = 10_000;

  private final Names names;
  private final int most;
  private final Executor executor;
  private final Duration patience;
  private final LongSupplier nanos;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();
  private final Cache<String, Known> known;

  /** Guarded by this. */
  private final Queue<Asked> waiting = new ArrayDeque<>();

  /** Guarded by this. */
  private int atWork;

  private record Known(List<InetAddress> addresses, long since) {}

  private record Asked(String host, long since, CompletableFuture<List<InetAddress>> found) {}

  /**
   * @param most how many names are looked up at once
   * @param executor on which it goes on
   * @param nanos a clock such as {@link System#nanoTime}
   */
  LookUps(Names names, int most, Executor executor, Duration patience, LongSupplier nanos) {
    this.names = names;
    this.most = most;
    this.executor = executor;
    this.patience = patience;
    this.nanos = nanos;
    known =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(LASTING)
            .ticker(nanos::getAsLong)
            .build();
  }

  /**
   * All addresses of a host.
   *
   * @return fails with an {@link UnknownNameException} or an {@link UnresolvedException}
   */
  CompletionStage<List<InetAddress>> addresses(String host) {
    var before = known.getIfPresent(host);
    if (before != null && nanos.getAsLong() - before.since() < FRESH.toNanos()) {
      return CompletableFuture.completedFuture(before.addresses());
    }
    var found = lookUp(host);
    return before == null
        ? inTime(host, found)
        : CompletableFuture.completedFuture(before.addresses());
  }

  private CompletionStage<List<InetAddress>> inTime(
      String host, CompletableFuture<List<InetAddress>> found) {
    return found
        .copy()
        .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(
            failure ->
                CompletableFuture.failedFuture(
                    failure instanceof TimeoutException ? late(host) : failure));
  }

  private UnresolvedException late(String host) {
    return new UnresolvedException(
        "%s: its name was not looked up within %s s".formatted(host, patience.toMillis() / 1000.0));
  }

  private CompletableFuture<List<InetAddress>> lookUp(String host) {
    var mine = new CompletableFuture<List<InetAddress>>();
    var other = running.putIfAbsent(host, mine);
    if (other != null) {
      return other;
    }
    synchronized (this) {
      waiting.add(new Asked(host, nanos.getAsLong(), mine));
    }
    executor.execute(this::next);
    return mine;
  }

  private void next() {
    for (var asked = poll(); asked != null; asked = poll()) {
      begin(asked);
    }
  }

  private synchronized Asked poll() {
    if (atWork == most || waiting.isEmpty()) {
      return null;
    }
    atWork++;
    return waiting.remove();
  }

  private void begin(Asked asked) {
    CompletionStage<List<InetAddress>> found;
    if (nanos.getAsLong() - asked.since() > patience.toNanos()) {
      // Nobody waits for it any more, and others may.
      found = CompletableFuture.failedFuture(late(asked.host()));
    } else {
      found = names.addresses(asked.host());
    }
    found.whenCompleteAsync((addresses, failure) -> end(asked, addresses, failure), executor);
  }

  private void end(Asked asked, List<InetAddress> addresses, Throwable failure) {
    synchronized (this) {
      atWork--;
    }
    // First, since who is told may ask again at once.
    running.remove(asked.host());
    if (failure == null) {
      known.put(asked.host(), new Known(addresses, nanos.getAsLong()));
      asked.found().complete(addresses);
    } else {
      asked.found().completeExceptionally(failure);
    }
    next();
  }
}
