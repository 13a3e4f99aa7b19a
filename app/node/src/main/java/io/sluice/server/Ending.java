package io.sluice.server;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether a server ends, and who wants to be told so. */
final class Ending {
  private final Set<Runnable> listeners = ConcurrentHashMap.newKeySet();
  private volatile boolean begun;

  boolean hasBegun() {
    return begun;
  }

  void begin() {
    begun = true;
    listeners.forEach(Runnable::run);
  }

  /** Tells it at once if it is too late to tell it in time; perhaps twice. */
  void add(Runnable listener) {
    listeners.add(listener);
    if (begun) {
      listener.run();
    }
  }

  void remove(Runnable listener) {
    listeners.remove(listener);
  }
}
