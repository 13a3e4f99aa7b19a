package io.sluice.ledger.channel;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a channel's sources gave and its messages do not tell.
 *
 * @param fields messages with content that the program did not know, by the name of its field; kept
 *     in their rows
 * @param passedOver what could not become a message at all, by what is wrong with it
 */
public record LeftOut(SortedMap<String, Long> fields, SortedMap<String, Long> passedOver) {
  public static final LeftOut NOTHING = new LeftOut(new TreeMap<>(), new TreeMap<>());

  public LeftOut {
    fields = copy(fields);
    passedOver = copy(passedOver);
  }

  private static SortedMap<String, Long> copy(Map<String, Long> counts) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
  }

  public boolean isNothing() {
    return fields.isEmpty() && passedOver.isEmpty();
  }
}
