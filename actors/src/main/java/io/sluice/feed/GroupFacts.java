package io.sluice.feed;

import io.lettuce.core.models.stream.PendingMessages;
import io.sluice.ledger.feed.FeedRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Reads what a server tells of the groups of a stream. */
final class GroupFacts {
  private GroupFacts() {}

  static FeedRow.Standing standing(String group, PendingMessages pending, List<Object> groups) {
    Instant oldest = null;
    if (pending.getCount() > 0) {
      oldest =
          EventTime.ofEntry(pending.getMessageIds().getLower().getValue())
              .map(micros -> Instant.ofEpochMilli(micros / 1000))
              .orElse(null);
    }
    return new FeedRow.Standing(lag(group, groups), pending.getCount(), oldest, null);
  }

  /** Version 7 tells it, unless entries were deleted from the middle. */
  private static Long lag(String group, List<Object> groups) {
    for (var one : groups) {
      if (one instanceof List<?> facts && group.equals(text(fact(facts, "name")))) {
        return fact(facts, "lag") instanceof Long lag ? lag : null;
      }
    }
    return null;
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
}
