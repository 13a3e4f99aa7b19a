package io.sluice.api;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast two counters of many things grow: what they show goes in, by id, and how much a second
 * over the last ten comes out. Thread-safe.
 */
final class Speeds {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  private final Map<Long, Deque<Sample>> samples = new ConcurrentHashMap<>();

  /** What the counters of one of them show. */
  record Shows(long id, long one, long other) {}

  /** Growth in a second. */
  record Speed(double one, double other) {
    static final Speed NONE = new Speed(0, 0);

    private Speed plus(Speed more) {
      return new Speed(round(one + more.one), round(other + more.other));
    }
  }

  private record Sample(long nanos, long one, long other) {}

  /** Takes at least those that changed since the last look. */
  synchronized void look(List<Shows> changed, long nanos) {
    for (var shows : changed) {
      samples
          .computeIfAbsent(shows.id(), id -> new ArrayDeque<>())
          .addLast(new Sample(nanos, shows.one(), shows.other()));
    }
    long oldest = nanos - WINDOW.toNanos();
    for (var each : samples.values()) {
      // The last one before the window is where its counting begins.
      while (each.size() > 1 && second(each).nanos() < oldest) {
        each.removeFirst();
      }
    }
    samples.values().removeIf(each -> each.getLast().nanos() < oldest);
  }

  private static Sample second(Deque<Sample> samples) {
    var each = samples.iterator();
    each.next();
    return each.next();
  }

  synchronized Speed of(long id, long nanos) {
    var known = samples.get(id);
    return known == null ? Speed.NONE : speed(known, nanos);
  }

  synchronized Speed ofAll(long nanos) {
    return samples.values().stream()
        .map(each -> speed(each, nanos))
        .reduce(Speed.NONE, Speed::plus);
  }

  private static Speed speed(Deque<Sample> samples, long nanos) {
    var first = samples.getFirst();
    var last = samples.getLast();
    double seconds = Math.max(1, (nanos - first.nanos()) / NANOS);
    return new Speed(
        grown(first.one(), last.one(), seconds), grown(first.other(), last.other(), seconds));
  }

  /** A counter goes back where something is to be done again, which is no speed. */
  private static double grown(long from, long to, double seconds) {
    return round(Math.max(0, to - from) / seconds);
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
