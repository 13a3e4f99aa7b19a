package io.sluice.ledger.node;

import java.util.List;

/**
 * What a node bears of one kind of work, and who has it.
 *
 * @param places how many are at work at once
 * @param running ids of those that have one of the places
 * @param waiting ids of those that wait for one, in turn
 */
public record PlacesInUse(int places, List<Long> running, List<Long> waiting) {
  public static final PlacesInUse NONE = new PlacesInUse(0, List.of(), List.of());

  public PlacesInUse {
    running = List.copyOf(running);
    waiting = List.copyOf(waiting);
  }

  /** Places that nobody has or waits for; below zero where more wait than there are. */
  public int room() {
    return places - running.size() - waiting.size();
  }
}
