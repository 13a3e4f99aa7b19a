package io.sluice.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** What processes have used of the machine's cores. */
final class ProcessTimes {
  private static final double NANOS = 1e9;

  private ProcessTimes() {}

  /** CPU seconds of those that are alive. */
  static double of(Stream<ProcessHandle> processes) {
    return processes
        .mapToDouble(one -> one.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS)
        .sum();
  }

  /** Of all that this process has started, and these. */
  static double ofChildren() {
    return of(ProcessHandle.current().descendants());
  }
}
