package io.sluice.telegram;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;

/**
 * When a message was sent and edited: its fields go in, instants of the years 1970 to 2200 come
 * out, or null. Seconds since 1970 count more than the local time, which is all that exports before
 * 2022 have.
 */
record MessageDates(ZoneId zone) {
  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant BEHIND_LAST = Instant.parse("2201-01-01T00:00:00Z");

  Instant sent(ObjectNode message) {
    return instant(message, "date", "date_unixtime");
  }

  /** Null also for the zero that old exports give a message which was never edited. */
  Instant edited(ObjectNode message) {
    if (message.path("edited").asText().startsWith("1970-")) {
      return null;
    }
    var edited = instant(message, "edited", "edited_unixtime");
    return Instant.EPOCH.equals(edited) ? null : edited;
  }

  private Instant instant(ObjectNode message, String local, String unixTime) {
    var seconds = Lenient.number(message.get(unixTime));
    if (seconds != null && between(seconds)) {
      return Instant.ofEpochSecond(seconds);
    }
    var text = message.path(local).asText();
    if (text.isEmpty()) {
      return null;
    }
    try {
      var instant = LocalDateTime.parse(text).atZone(zone).toInstant();
      return between(instant.getEpochSecond()) ? instant : null;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static boolean between(long seconds) {
    return seconds >= FIRST.getEpochSecond() && seconds < BEHIND_LAST.getEpochSecond();
  }
}
