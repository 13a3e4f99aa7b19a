package io.sluice.feed;

import io.lettuce.core.models.stream.PendingMessages;
import io.sluice.ledger.feed.FeedRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a server tells of a group of a stream.
 *
 * @param lag entries that nobody was given; version 7 tells it, unless some were deleted from the
 *     middle
 * @param delivered id of the last one that somebody was given
 */
record GroupFacts(Optional<Long> lag, String delivered) {

  /** Empty where there is no such group. */
  static Optional<GroupFacts> of(String group, List<Object> groups) {
    for (var one : groups) {
      if (one instanceof List<?> facts && group.equals(text(fact(facts, "name")))) {
        return Optional.of(
            new GroupFacts(
                fact(facts, "lag") instanceof Long lag ? Optional.of(lag) : Optional.empty(),
                text(fact(facts, "last-delivered-id"))));
      }
    }
    return Optional.empty();
  }

  private static Object fact(List<?> facts, String name) {
    for (int i = 0; i + 1 < facts.size(); i += 2) {
      if (name.equals(text(facts.get(i)))) {
        return facts.get(i + 1);
      }
    }
    return null;
  }

  private static String text(Object value) {
    return value instanceof byte[] bytes
        ? new String(bytes, StandardCharsets.UTF_8)
        : String.valueOf(value);
  }

  /** Whether somebody was given the entry with this id, or a later one. */
  boolean isBehind(String id) {
    return Arrays.compareUnsigned(numbers(id), numbers(delivered)) <= 0;
  }

  private static long[] numbers(String id) {
    return Arrays.stream(id.split("-", 2)).mapToLong(Long::parseUnsignedLong).toArray();
  }

  static FeedRow.Standing standing(PendingMessages pending, Optional<Long> lag) {
    Instant oldest = null;
    if (pending.getCount() > 0) {
      oldest =
          EventTime.ofEntry(pending.getMessageIds().getLower().getValue())
              .map(micros -> Instant.ofEpochMilli(micros / 1000))
              .orElse(null);
    }
    return new FeedRow.Standing(lag.orElse(null), pending.getCount(), oldest, null);
  }
}
