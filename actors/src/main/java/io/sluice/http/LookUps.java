package io.sluice.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * Names of hosts go in, their addresses come out, however slow the resolver is: each name is looked
 * up once at a time, by threads that may block, and who asked waits no longer than its patience. A
 * name that was known a while ago does not wait at all, so that names nobody answers for do not
 * hold up those of others. Thread-safe.
 */
final class LookUps {
  static final Duration PATIENCE = Duration.ofSeconds(10);
  static final Duration FRESH = Duration.ofSeconds(30);
  static final Duration LASTING = Duration.ofMinutes(10);
  private static final int REMEMBERED = 10_000;

  private final Names names;
  private final Executor threads;
  private final Duration patience;
  private final LongSupplier nanos;
  private final Map<String, CompletableFuture<List<InetAddress>>> running =
      new ConcurrentHashMap<>();
  private final Cache<String, Known> known;

  private record Known(List<InetAddress> addresses, long since) {}

  /**
   * @param threads which may block, and as many as there may be names that nobody answers for
   * @param nanos a clock such as {@link System#nanoTime}
   */
  LookUps(Names names, Executor threads, Duration patience, LongSupplier nanos) {
    this.names = names;
    this.threads = threads;
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
    long asked = nanos.getAsLong();
    CompletableFuture.supplyAsync(() -> found(host, asked), threads)
        .whenComplete(
            (addresses, failure) -> {
              // First, since who is told may ask again at once.
              running.remove(host);
              if (failure == null) {
                mine.complete(addresses);
              } else {
                mine.completeExceptionally(failure);
              }
            });
    return mine;
  }

  private List<InetAddress> found(String host, long asked) {
    if (nanos.getAsLong() - asked > patience.toNanos()) {
      // Nobody waits for it any more, and others may.
      throw new CompletionException(late(host));
    }
    try {
      var addresses = names.addresses(host);
      known.put(host, new Known(addresses, nanos.getAsLong()));
      return addresses;
    } catch (UnknownHostException e) {
      throw new CompletionException(new UnknownNameException(host + " is not a known name", e));
    }
  }
}
