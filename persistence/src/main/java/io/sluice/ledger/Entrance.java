package io.sluice.ledger;

import java.util.List;

/** How a node gets in. */
public sealed interface Entrance {

  /**
   * Nobody is there: it is the first, whoever else asks now.
   *
   * @param otherImages whether its image directory is another one than the last node had
   */
  record First(boolean otherImages) implements Entrance {}

  /** Others are there, whose addresses (host:port) are these. */
  record Join(List<String> addresses) implements Entrance {}

  /** Of these nobody knows yet whether they are alive: ask again in a moment. */
  record Wait(List<NodeRow> silent) implements Entrance {}
}
