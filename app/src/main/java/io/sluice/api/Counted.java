package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.ChannelRow;
import io.sluice.ledger.Completeness;
import io.sluice.persistence.Database;
import java.util.Map;
import java.util.TreeMap;

/** How complete channels are, by what was counted as it was stored. */
final class Counted {
  private final Database database;

  Counted(Database database) {
    this.database = database;
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
    var stored = Completeness.of(database, row.id());
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
        read && stored.isWhole());
  }
}
