package io.sluice.api;

import io.sluice.ledger.channel.ChannelRow;
import io.sluice.view.RateView;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How fast channels are collected, by any node: rows that are looked at each second go in, messages
 * and photos a second come out, over the last ten. Thread-safe.
 */
final class Rates {
  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final double NANOS = 1e9;

  private final Map<Long, Deque<Sample>> samples = new ConcurrentHashMap<>();

  private record Sample(long nanos, long read, long photos) {}

  /** Takes the rows that changed since the last look. */
  synchronized void look(List<ChannelRow> changed, long nanos) {
    for (var row : changed) {
      var counters = row.counters();
      samples
          .computeIfAbsent(row.id(), id -> new ArrayDeque<>())
          .addLast(new Sample(nanos, counters.read(), counters.photos() + counters.photosFailed()));
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

  synchronized RateView of(long channel, long nanos) {
    var known = samples.get(channel);
    return known == null ? RateView.NONE : rate(known, nanos);
  }

  synchronized RateView ofAll(long nanos) {
    return samples.values().stream()
        .map(each -> rate(each, nanos))
        .reduce(RateView.NONE, Rates::sum);
  }

  private static RateView rate(Deque<Sample> samples, long nanos) {
    var first = samples.getFirst();
    var last = samples.getLast();
    double seconds = Math.max(1, (nanos - first.nanos()) / NANOS);
    return new RateView(
        round((last.read() - first.read()) / seconds),
        round((last.photos() - first.photos()) / seconds));
  }

  private static RateView sum(RateView one, RateView other) {
    return new RateView(
        round(one.messagesPerSecond() + other.messagesPerSecond()),
        round(one.photosPerSecond() + other.photosPerSecond()));
  }

  private static double round(double value) {
    return Math.round(value * 10) / 10.0;
  }
}
