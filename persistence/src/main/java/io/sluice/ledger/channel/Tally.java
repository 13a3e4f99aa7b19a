package io.sluice.ledger.channel;

import java.util.HashMap;
import java.util.Map;

/**
 * What was done for a channel and does not show in its rows. Kept with each group like the
 * counters, so what one collection did is the difference of two of these.
 *
 * @param updated messages that were there in an older form
 * @param skipped messages left out on purpose, by reason
 * @param undecided texts that were too long for a rule of EXCLUDE and were kept, by the rule
 * @param failed photos that were worked on and have no file, by how they ended
 */
public record Tally(
    long updated,
    Map<String, Long> skipped,
    Map<String, Long> undecided,
    Map<PhotoOutcome, Long> failed) {

  public static final Tally NONE = new Tally(0, Map.of(), Map.of(), Map.of());

  public Tally {
    skipped = Map.copyOf(skipped);
    undecided = Map.copyOf(undecided);
    failed = Map.copyOf(failed);
  }

  /** What came since an earlier one; nothing of what was removed since. */
  public Tally since(Tally earlier) {
    return new Tally(
        Math.max(0, updated - earlier.updated),
        less(skipped, earlier.skipped),
        less(undecided, earlier.undecided),
        less(failed, earlier.failed));
  }

  private static <K> Map<K, Long> less(Map<K, Long> counts, Map<K, Long> earlier) {
    var rest = new HashMap<>(counts);
    earlier.forEach((name, count) -> rest.merge(name, -count, Long::sum));
    rest.values().removeIf(count -> count <= 0);
    return rest;
  }
}
