package io.sluice.ledger.node;

import java.util.List;

/** A node may not use this database now; the message says why and what to do. */
public final class EntryRefusedException extends RuntimeException {
  private final transient List<NodeRow> others;

  EntryRefusedException(String message, List<NodeRow> others) {
    super(message);
    this.others = List.copyOf(others);
  }

  /** The nodes that are in its way. */
  public List<NodeRow> others() {
    return others;
  }
}
