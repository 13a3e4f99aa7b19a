package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits of tests for what comes. Each has an end, for what hangs: what is slow, as all is on a busy
 * machine, comes long before.
 */
public final class Waiting {
  public static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long OFTEN_MILLIS = 10;
  private static final long SELDOM_MILLIS = 100;

  private Waiting() {}

  /** Until the other side has come so far. */
  public static void on(CountDownLatch latch) {
    try {
      assertThat(latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("came so far").isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  public static void until(BooleanSupplier condition) {
    until("what was waited for", condition);
  }

  public static void until(String what, BooleanSupplier condition) {
    until(() -> what, condition);
  }

  /**
   * @param what is waited for, and how things stand
   */
  public static void until(Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      long waited = System.nanoTime() - start;
      assertThat(waited).as(what).isLessThan(PATIENCE.toNanos());
      try {
        // Each look costs those who are waited for.
        Thread.sleep(
            Math.min(SELDOM_MILLIS, OFTEN_MILLIS + TimeUnit.NANOSECONDS.toMillis(waited) / 50));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
