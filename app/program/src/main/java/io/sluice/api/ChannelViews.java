package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.ledger.channel.ChannelRow;
import io.sluice.server.Json;
import java.util.ArrayList;
import java.util.List;

/** What the API shows of channels, in the forms of the description. */
final class ChannelViews {
  private static final double MILLIS = 1000;

  private ChannelViews() {}

  record Channel(
      long id,
      String name,
      String title,
      String state,
      String reason,
      LastError lastError,
      Source source,
      ChannelRow.Counters counters,
      Rates.Rate rate,
      double progress,
      long newestAnnounced,
      JsonNode unread,
      String addedAt,
      String changedAt) {}

  record LastError(String message, String at) {}

  record Source(
      String kind, String location, String chat, String since, long limit, Double intervalSeconds) {

    private static Source of(JsonNode spec) {
      double millis = spec.get("followMillis").asDouble();
      return new Source(
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
  }

  /** Where it is collected from: what is at work, then what comes later. */
  static List<Source> sources(ChannelRow row) {
    var sources = new ArrayList<Source>();
    Json.tree(row.sources()).forEach(collection -> sources.add(Source.of(collection)));
    return sources;
  }

  /** Whether no more than so many messages were wanted of the source at work. */
  static boolean isLimited(ChannelRow row) {
    return sources(row).stream().limit(1).anyMatch(source -> source.limit() > 0);
  }

  static Channel channel(ChannelRow row, Rates.Rate rate) {
    var sources = sources(row);
    return new Channel(
        row.id(),
        row.name(),
        row.title(),
        row.state(),
        row.reason(),
        row.error() == null
            ? null
            : new LastError(row.error().message(), Json.time(row.error().at())),
        sources.isEmpty() ? null : sources.get(0),
        row.counters(),
        rate,
        row.state().equals("completed") ? 1 : row.reach().fraction(),
        row.reach().newest(),
        ranges(row),
        Json.time(row.addedAt()),
        Json.time(row.changedAt()));
  }

  static JsonNode ranges(ChannelRow row) {
    return Json.tree(row.reach().unread());
  }
}
