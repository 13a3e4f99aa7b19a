package io.sluice.image;

import java.util.concurrent.Semaphore;

/**
 * The memory that all pictures of this process may take together. A picture's estimate goes in
 * before it is decoded and comes back after; who does not fit waits, in the order of coming.
 */
public final class PixelBudget {
  private static final long UNIT = 1024;
  private static final int SHARE = 3;

  private final int total;
  private final Semaphore free;

  /**
   * A budget of which nothing is used.
   *
   * @param bytes for decoded pictures, on the heap and outside it
   */
  public PixelBudget(long bytes) {
    if (bytes < UNIT || bytes / UNIT > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("a budget must be 1 KiB to 2 TiB, was " + bytes);
    }
    total = (int) (bytes / UNIT);
    free = new Semaphore(total, true);
  }

  /** Of this process: the third of what its heap may be, for memory on it and outside it. */
  public static PixelBudget ofThisProcess() {
    return new PixelBudget(Runtime.getRuntime().maxMemory() / SHARE);
  }

  public long totalBytes() {
    return total * UNIT;
  }

  public long bytesInUse() {
    return (total - free.availablePermits()) * UNIT;
  }

  /** How many pictures wait for bytes now, about. */
  public int waiting() {
    return free.getQueueLength();
  }

  /**
   * Waits for so many bytes. They must come back by {@link #release} with the same number.
   *
   * @throws IllegalArgumentException if it is more than the whole budget
   */
  void acquire(long bytes) {
    if (bytes > totalBytes()) {
      throw new IllegalArgumentException(bytes + " bytes of a budget of " + totalBytes());
    }
    free.acquireUninterruptibly(units(bytes));
  }

  void release(long bytes) {
    free.release(units(bytes));
  }

  private static int units(long bytes) {
    return (int) ((bytes + UNIT - 1) / UNIT);
  }
}
