package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Completeness;
import io.sluice.persistence.Database;
import java.util.Map;
import java.util.TreeMap;

/** What a channel's source announced, beside what is stored, as the API shows it. */
record CoverageView(
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
    boolean complete) {

  static CoverageView of(Database database, ChannelRow row) {
    var stored = Completeness.of(database, row.id());
    var without = new TreeMap<String, Long>();
    stored.photos().entrySet().stream()
        .filter(entry -> !entry.getKey().hasFile())
        .forEach(entry -> without.put(entry.getKey().column(), entry.getValue()));
    boolean read =
        row.state().equals("completed") && !ChannelViews.isLimited(row)
            || row.reach().fraction() >= 1;
    return new CoverageView(
        Math.max(row.reach().newest(), stored.newest()),
        stored.newest(),
        stored.messages(),
        stored.photosAnnounced(),
        stored.photosStored(),
        without,
        stored.photosUnaccounted(),
        stored.leftOut().fields(),
        stored.leftOut().passedOver(),
        ChannelViews.ranges(row),
        read && stored.isWhole());
  }
}
