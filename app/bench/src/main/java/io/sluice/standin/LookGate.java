package io.sluice.standin;

import java.util.Map;
import java.util.TreeMap;

/** Holds back the requests for newest pages, and lets so many of each channel pass. */
final class LookGate {
  private final Map<String, Integer> passed = new TreeMap<>();
  private boolean held;
  private int each;

  /** Lets none pass from now on. */
  synchronized void hold() {
    held = true;
    each = 0;
    passed.clear();
  }

  /** Lets so many of each channel pass since it holds them back. */
  synchronized void let(int most) {
    each = most;
    notifyAll();
  }

  synchronized void open() {
    held = false;
    notifyAll();
  }

  /** Returns when a look at this channel may pass. */
  synchronized void pass(String channel) throws InterruptedException {
    while (held && passed.getOrDefault(channel, 0) >= each) {
      wait();
    }
    passed.merge(channel, 1, Integer::sum);
  }
}
