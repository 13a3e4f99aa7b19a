package io.sluice.feed;

import java.util.ArrayDeque;
import java.util.Deque;

/** How many entries were settled a second, of the last ten seconds. Thread-safe. */
final class Speed {
  private static final long SPAN_NANOS = 10_000_000_000L;
  private static final double SECOND = 1e9;

  private final Deque<long[]> readings = new ArrayDeque<>();
  private long total;

  synchronized void add(int entries) {
    total += entries;
  }

  synchronized double perSecond() {
    long now = System.nanoTime();
    readings.add(new long[] {now, total});
    while (readings.size() > 2 && now - readings.getFirst()[0] > SPAN_NANOS) {
      readings.removeFirst();
    }
    var first = readings.getFirst();
    return (total - first[1]) / Math.max(1, (now - first[0]) / SECOND);
  }
}
