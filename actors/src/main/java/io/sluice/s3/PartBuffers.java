package io.sluice.s3;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory for parts that are being filled or sent. Who has none waits for one; who has one never
 * waits for a second, so that somebody always goes on. Thread-safe.
 */
final class PartBuffers {
  /** No part but the last may be shorter than 5 MiB. */
  static final int LENGTH = 8 << 20;

  private final BlockingQueue<byte[]> free = new LinkedBlockingQueue<>();
  private final AtomicInteger notMade;
  private final int most;

  /**
   * @param bytes that they may take together; two are there always
   */
  PartBuffers(long bytes) {
    most = (int) Math.max(2, Math.min(1024, bytes / LENGTH));
    notMade = new AtomicInteger(most);
  }

  /** Waits for one. */
  byte[] take() {
    var one = takeNow();
    try {
      return one == null ? free.take() : one;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for memory", e);
    }
  }

  /** Null if there is none. */
  byte[] takeNow() {
    var one = free.poll();
    if (one != null || notMade.getAndUpdate(left -> Math.max(0, left - 1)) == 0) {
      return one;
    }
    return new byte[LENGTH];
  }

  void giveBack(byte[] one) {
    free.add(one);
  }

  /** How many there may be. */
  int most() {
    return most;
  }

  /** Bytes that were made. */
  long bytes() {
    return (long) LENGTH * (most - notMade.get());
  }
}
