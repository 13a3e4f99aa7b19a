package io.sluice.channel;

import java.util.concurrent.atomic.LongAdder;

/** Counts what a node has stored since it started. Thread-safe. */
public final class Meters {
  private final LongAdder messages = new LongAdder();
  private final LongAdder images = new LongAdder();

  void stored(Progress progress) {
    messages.add(progress.read());
    images.add(progress.batch().photos().values().stream().mapToInt(Integer::intValue).sum());
  }

  public long messages() {
    return messages.sum();
  }

  public long images() {
    return images.sum();
  }
}
