package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.sluice.ledger.ChannelRow;
import io.sluice.ledger.Completeness;
import io.sluice.persistence.Database;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How complete channels are. Rows are counted for it, so a channel's count is kept for some
 * seconds, and for as long as nothing changes.
 */
final class Counted {
  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final int MOST = 1000;

  private final Database database;
  private final Cache<Long, Count> counts = Caffeine.newBuilder().maximumSize(MOST).build();

  Counted(Database database) {
    this.database = database;
  }

  private record Count(ChannelRow.Counters at, long nanos, Completeness completeness) {
    boolean holds(ChannelRow row) {
      return at.equals(row.counters()) || System.nanoTime() - nanos < KEPT.toNanos();
    }
  }

  /** What a source announced, beside what is stored. */
  record Coverage(
      long newestAnnounced,
      long newestStored,
      long messages,
      long photosAnnounced,
      long photosStored,
      Map<String, Long> photosWithoutFile,
      long photosUnaccounted,
      Map<String, Long> leftOut,
      Map<String, Long> passedOver,
      JsonNode unread,
      boolean complete) {}

  Coverage of(ChannelRow row) {
    var known = counts.getIfPresent(row.id());
    if (known == null || !known.holds(row)) {
      known = count(row);
      counts.put(row.id(), known);
    }
    var stored = known.completeness();
    var without = new TreeMap<String, Long>();
    stored.photos().entrySet().stream()
        .filter(entry -> !entry.getKey().hasFile())
        .forEach(entry -> without.put(entry.getKey().column(), entry.getValue()));
    boolean read =
        row.state().equals("completed") && !Views.isLimited(row) || row.reach().fraction() >= 1;
    return new Coverage(
        Math.max(row.reach().newest(), stored.newest()),
        stored.newest(),
        stored.messages(),
        stored.photosAnnounced(),
        stored.photosStored(),
        without,
        stored.photosUnaccounted(),
        stored.leftOut().fields(),
        stored.leftOut().passedOver(),
        Views.ranges(row),
        read
            && without.isEmpty()
            && stored.photosUnaccounted() == 0
            && stored.leftOut().isNothing());
  }

  private Count count(ChannelRow row) {
    return new Count(row.counters(), System.nanoTime(), Completeness.of(database, row.id()));
  }
}
