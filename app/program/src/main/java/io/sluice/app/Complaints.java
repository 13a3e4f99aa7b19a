package io.sluice.app;

import java.io.PrintWriter;

/** Says what went wrong that no channel's line will tell, and knows whether anything did. */
final class Complaints {
  private final PrintWriter err;
  private volatile boolean any;

  Complaints(PrintWriter err) {
    this.err = err;
  }

  void add(String message) {
    any = true;
    err.println("sluice: " + message);
    err.flush();
  }

  boolean any() {
    return any;
  }
}
