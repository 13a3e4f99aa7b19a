package io.sluice.batch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * How often something was met that is no item, by reason: by rule, or since it could not be looked
 * at. What lies there may be items that nobody knows of, so this is counted apart, too.
 * Thread-safe.
 */
public final class PassedOver {
  private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();
  private final AtomicLong missed = new AtomicLong();

  /**
   * It is no item, by rule.
   *
   * @param reason in a word, such as {@code symbolic link}
   */
  public void add(String reason) {
    counts.merge(reason, 1L, Long::sum);
  }

  /** So many are no items, by rule. */
  public void add(String reason, long count) {
    if (count > 0) {
      counts.merge(reason, count, Long::sum);
    }
  }

  /**
   * It could not be looked at, or not to its end: a batch of which this happened is never whole.
   *
   * @param reason in a word, such as {@code unreadable directory}
   */
  public void miss(String reason) {
    add(reason);
    missed.incrementAndGet();
  }

  /** How many of all could not be looked at. */
  public long missed() {
    return missed.get();
  }

  /** All by reason, with those that could not be looked at. */
  public Map<String, Long> counts() {
    return Map.copyOf(counts);
  }

  /** A JSON object; reasons are words of ours. */
  String json() {
    return counts.entrySet().stream()
        .map(entry -> "\"%s\": %d".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
