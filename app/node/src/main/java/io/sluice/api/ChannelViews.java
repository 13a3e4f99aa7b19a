package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.ledger.channel.Completeness;
import io.sluice.persistence.Database;
import io.sluice.server.Json;
import io.sluice.view.ChannelView;
import io.sluice.view.CompletenessView;
import io.sluice.view.CountersView;
import io.sluice.view.RangeView;
import io.sluice.view.RateView;
import io.sluice.view.SourceView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** What the API shows of channels, in the forms of the description. */
final class ChannelViews {
  private static final double MILLIS = 1000;

  private ChannelViews() {}

  private static SourceView source(JsonNode spec) {
    double millis = spec.get("followMillis").asDouble();
    return new SourceView(
        spec.get("kind").asText(),
        spec.get("location").asText(),
        orNull(spec.get("part")),
        orNull(spec.get("since")),
        spec.get("limit").asLong(),
        millis == 0 ? null : millis / MILLIS);
  }

  private static String orNull(JsonNode text) {
    return text.asText().isEmpty() ? null : text.asText();
  }

  /** Where it is collected from: what is at work, then what comes later. */
  static List<SourceView> sources(ChannelRow row) {
    var sources = new ArrayList<SourceView>();
    Json.tree(row.sources()).forEach(collection -> sources.add(source(collection)));
    return sources;
  }

  /** Whether no more than so many messages were wanted of the source at work. */
  private static boolean isLimited(ChannelRow row) {
    return sources(row).stream().limit(1).anyMatch(source -> source.limit() > 0);
  }

  static ChannelView channel(ChannelRow row, RateView rate) {
    var sources = sources(row);
    return new ChannelView(
        row.id(),
        row.name(),
        row.title(),
        row.state(),
        row.reason(),
        row.error() == null
            ? null
            : new ChannelView.LastError(row.error().message(), Json.time(row.error().at())),
        sources.isEmpty() ? null : sources.get(0),
        counters(row.counters()),
        rate,
        row.state().equals("completed") ? 1 : row.reach().fraction(),
        row.reach().newest(),
        ranges(row),
        Json.time(row.addedAt()),
        Json.time(row.changedAt()));
  }

  static CountersView counters(ChannelRow.Counters counters) {
    return new CountersView(
        counters.read(),
        counters.messages(),
        counters.photos(),
        counters.photosFailed(),
        counters.bytesBefore(),
        counters.bytesAfter());
  }

  private static List<RangeView> ranges(ChannelRow row) {
    var ranges = new ArrayList<RangeView>();
    Json.tree(row.reach().unread())
        .forEach(
            range ->
                ranges.add(new RangeView(range.get("from").asLong(), range.get("to").asLong())));
    return ranges;
  }

  /** What its source announced, beside what is stored. */
  static CompletenessView coverage(Database database, ChannelRow row) {
    var stored = Completeness.of(database, row.id());
    var without = new TreeMap<String, Long>();
    stored.photos().entrySet().stream()
        .filter(entry -> !entry.getKey().hasFile())
        .forEach(entry -> without.put(entry.getKey().column(), entry.getValue()));
    boolean read =
        row.state().equals("completed") && !isLimited(row) || row.reach().fraction() >= 1;
    return new CompletenessView(
        Math.max(row.reach().newest(), stored.newest()),
        stored.newest(),
        stored.messages(),
        stored.photosAnnounced(),
        stored.photosStored(),
        without,
        stored.photosUnaccounted(),
        stored.leftOut().fields(),
        stored.leftOut().passedOver(),
        ranges(row),
        read && stored.isWhole());
  }
}
