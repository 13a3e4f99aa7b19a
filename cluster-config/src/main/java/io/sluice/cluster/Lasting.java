package io.sluice.cluster;

import java.time.Duration;
import java.util.Optional;

/** For how long something has been so without a break. */
final class Lasting {
  private final Duration limit;
  private Optional<Long> since = Optional.empty();

  Lasting(Duration limit) {
    this.limit = limit;
  }

  /** To be called again and again; says whether it has been so for longer than it may. */
  boolean isOver(boolean isSo) {
    since = isSo ? since.or(() -> Optional.of(System.nanoTime())) : Optional.empty();
    return lastsFor().compareTo(limit) > 0;
  }

  Duration lastsFor() {
    return since.map(began -> Duration.ofNanos(System.nanoTime() - began)).orElse(Duration.ZERO);
  }

  Duration limit() {
    return limit;
  }

  void forget() {
    since = Optional.empty();
  }

  /** The limit. */
  @Override
  public String toString() {
    return limit.toSeconds() + " s";
  }
}
