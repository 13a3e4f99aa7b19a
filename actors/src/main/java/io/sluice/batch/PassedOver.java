package io.sluice.batch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

/** How often something was met that is no item, by reason. Thread-safe. */
public final class PassedOver {
  private final ConcurrentMap<String, Long> counts = new ConcurrentHashMap<>();

  /**
   * @param reason in a word, such as {@code unreadable}
   */
  public void add(String reason) {
    counts.merge(reason, 1L, Long::sum);
  }

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
