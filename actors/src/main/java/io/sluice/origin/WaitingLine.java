package io.sluice.origin;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.pekko.actor.typed.ActorRef;

/** Those who wait for an origin: polls before backfill, and of equals who has waited longest. */
final class WaitingLine {
  private final PriorityQueue<Asker> queue =
      new PriorityQueue<>(Comparator.comparing(Asker::priority).thenComparing(Asker::since));

  /**
   * One who waits.
   *
   * @param since when it began to wait, in milliseconds
   * @param came when it asked here, in milliseconds
   * @param until when it stops waiting, in milliseconds
   */
  record Asker(
      Priority priority, long since, long came, long until, ActorRef<Origin.Answer> replyTo) {}

  /** Who has stopped waiting is forgotten, or those who are never next would pile up. */
  void add(Asker asker, long now) {
    queue.removeIf(other -> other.until() <= now);
    queue.add(asker);
  }

  /** The next who still waits; null without one. */
  Asker next(long now) {
    var next = queue.poll();
    while (next != null && next.until() <= now) {
      next = queue.poll();
    }
    return next;
  }

  boolean isEmpty() {
    return queue.isEmpty();
  }

  List<Asker> removeAll() {
    var all = new ArrayList<>(queue);
    queue.clear();
    return all;
  }
}
