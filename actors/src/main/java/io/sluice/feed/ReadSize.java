package io.sluice.feed;

import java.time.Duration;
import java.util.List;

/**
 * How many entries are read at once: more where many wait, fewer where they are long. For one that
 * reads.
 */
final class ReadSize {
  /** How many times as many as usual are read at once where many wait. */
  private static final int GROWTH = 20;

  private static final int MOST = 1_000;

  /** Bytes of the entries that are read at once, about. */
  static final long BYTES = 4 << 20;

  /** A longer wait is several: who is told to stop does not wait for it. */
  private static final Duration LONGEST_BLOCK = Duration.ofSeconds(2);

  private final int least;
  private final int most;
  private int count;

  /**
   * @param groupSize how many are read at once where few wait
   */
  ReadSize(int groupSize) {
    least = groupSize;
    most = Math.max(groupSize, Math.min(MOST, groupSize * GROWTH));
    count = groupSize;
  }

  static Duration shortened(Duration block) {
    return block.compareTo(LONGEST_BLOCK) > 0 ? LONGEST_BLOCK : block;
  }

  int count() {
    return count;
  }

  int most() {
    return most;
  }

  /** These came: the next time there may be more, or fewer. */
  List<Entry> after(List<Entry> entries) {
    long bytes = entries.stream().mapToLong(Entry::bytes).sum();
    if (bytes > BYTES) {
      count = Math.max(1, count / 2);
    } else if (entries.size() == count && bytes < BYTES / 2) {
      count = Math.min(most, count * 2);
    } else if (entries.size() < least) {
      count = least;
    }
    return entries;
  }
}
