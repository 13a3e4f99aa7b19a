package io.sluice.blob;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that drafts may take together. Thread-safe; nobody waits for it. */
public final class DraftMemory {
  private final long most;
  private final AtomicLong used = new AtomicLong();

  public DraftMemory(long most) {
    this.most = most;
  }

  /** Whether so many bytes more belong to the caller now. */
  public boolean take(int bytes) {
    if (used.addAndGet(bytes) <= most) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  public void giveBack(int bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
