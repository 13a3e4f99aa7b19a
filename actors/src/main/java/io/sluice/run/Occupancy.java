package io.sluice.run;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Who has one of a node's {@link Places} and who waits for one. Thread-safe: only the places write
 * it. Who looks just as somebody gets a place may see that one twice, and never miss it.
 */
public final class Occupancy {
  private final Map<Long, Claim> holding = new ConcurrentSkipListMap<>();
  private final Map<Long, Claim> waiting = new ConcurrentSkipListMap<>();

  /** Of this kind, in the order in which they asked. */
  public List<Claim> holding(String kind) {
    return of(kind, holding);
  }

  /** Of this kind, in the order in which they asked. */
  public List<Claim> waiting(String kind) {
    return of(kind, waiting);
  }

  private static List<Claim> of(String kind, Map<Long, Claim> claims) {
    return claims.values().stream().filter(claim -> claim.kind().equals(kind)).toList();
  }

  void waits(long number, Claim claim) {
    waiting.put(number, claim);
  }

  void holds(long number, Claim claim) {
    holding.put(number, claim);
    waiting.remove(number);
  }

  void left(long number) {
    waiting.remove(number);
    holding.remove(number);
  }
}
