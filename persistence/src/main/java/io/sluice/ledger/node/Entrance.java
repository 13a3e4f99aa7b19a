package io.sluice.ledger.node;

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

  /**
   * It is in.
   *
   * @param first whether nobody else is
   */
  record In(boolean first) implements Entrance {}

  /**
   * It is in another cluster than these, who are up: ask again in a moment, since members learn of
   * one another later than the database.
   */
  record Astray(List<NodeRow> others) implements Entrance {}

  /** It does not get in any more, for this reason: its row has ended, and so must the node. */
  record Out(String reason) implements Entrance {}
}
