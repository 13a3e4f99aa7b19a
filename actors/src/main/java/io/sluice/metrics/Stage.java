package io.sluice.metrics;

import java.util.Locale;

/** Where an item of a pipeline can be held up by something that is not ours to hurry. */
public enum Stage {
  /** A page is asked for, or an export opened. */
  SOURCE,
  /** A photo's request is on the wire, or its file is read; not the wait for its origin's leave. */
  FETCH,
  /** A photo is decoded and encoded, or waits for the memory for that. */
  PROCESS,
  /** A file, or those of a group, get their places in the store, for good. */
  KEEP,
  /** A group's transaction, with the wait for a thread and a connection. */
  STORE;

  /** As metrics and logs have it: {@code fetch}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
