package io.sluice.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.file.S3Address;
import io.sluice.ledger.feed.FeedEvent;
import io.sluice.ledger.feed.NotifiedObject;
import java.io.ByteArrayOutputStream;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Event notifications of S3, as Amazon and MinIO write them: the JSON of an entry goes in, a row
 * for each of its records comes out. Thread-safe.
 */
final class Notifications {
  private static final String RECORDS = "Records";
  private static final String EVENT = "Event";
  private static final String TEST = "TestEvent";
  private static final String PREFIX = "s3:";
  private static final String CREATED = "ObjectCreated:";

  /** Who tell that another state of an object is there, or none: sequencers order these. */
  private static final List<String> CHANGES =
      List.of(CREATED, "ObjectRemoved:", "LifecycleExpiration:");

  private static final int MOST_RECORDS = 1_000;
  private static final int MOST_NAME = 100;
  private static final int MOST_BUCKET = 255;
  private static final int MOST_KEY = 1_024;
  private static final int MOST_TEXT = 1_000;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  private Notifications() {}

  /** Whether it is meant to be one, or several. */
  static boolean isMeant(JsonNode json) {
    return json.isArray() || json.has(RECORDS) || json.path(EVENT).isTextual();
  }

  static List<Event> events(Entry entry, JsonNode json) throws UnfitException {
    var test = name(json.path(EVENT).asText(""));
    if (!json.has(RECORDS) && test.equals(TEST)) {
      return List.of(new Event.Note(entry, "a test notification"));
    }
    var records = records(json);
    if (records.isEmpty()) {
      throw new UnfitException("it has no records of S3");
    }
    if (records.size() > MOST_RECORDS) {
      throw new UnfitException("it has more than %d records".formatted(MOST_RECORDS));
    }
    return events(entry, records);
  }

  /** Also of those that are in lists with their times, as MinIO's format named access has them. */
  private static List<JsonNode> records(JsonNode json) {
    var records = new ArrayList<JsonNode>();
    if (json.isArray()) {
      for (var one : json) {
        addAll(records, one.has(EVENT) ? one.get(EVENT) : one);
      }
    } else {
      addAll(records, json.path(RECORDS));
    }
    return records;
  }

  private static void addAll(List<JsonNode> records, JsonNode some) {
    if (some.isObject()) {
      records.add(some);
    } else if (some.isArray()) {
      some.forEach(records::add);
    }
  }

  private static List<Event> events(Entry entry, List<JsonNode> records) {
    var told = new ArrayList<FeedEvent>();
    var toFetch = new ArrayList<FeedEvent>();
    var events = new ArrayList<Event>();
    for (int i = 0; i < records.size(); i++) {
      try {
        var row = row(entry, i, records.get(i));
        (isFetched(row) ? toFetch : told).add(row);
      } catch (UnfitException e) {
        var which = records.size() == 1 ? "" : "record %d: ".formatted(i + 1);
        events.add(new Event.Unfit(entry, EventParser.NO_EVENT, which + e.getMessage()));
      }
    }
    if (!told.isEmpty()) {
      events.add(new Event.Told(entry, told));
    }
    if (!toFetch.isEmpty()) {
      events.add(new Event.ToFetch(entry, toFetch));
    }
    return events;
  }

  /** Keys that end with a slash and hold nothing stand for directories. */
  private static boolean isFetched(FeedEvent row) {
    boolean isDirectory = row.filename().endsWith("/") && row.size() != null && row.size() == 0;
    return row.operation().startsWith(CREATED) && !isDirectory;
  }

  private static FeedEvent row(Entry entry, int number, JsonNode record) throws UnfitException {
    var operation = name(text(record, "/eventName", MOST_NAME));
    var bucket = text(record, "/s3/bucket/name", MOST_BUCKET);
    var key = key(text(record, "/s3/object/key", 3 * MOST_KEY));
    if (operation == null || bucket == null || key == null) {
      throw new UnfitException(
          "it has no "
              + (operation == null
                  ? "eventName"
                  : bucket == null ? "s3.bucket.name" : "s3.object.key"));
    }
    var object = record.at("/s3/object");
    boolean isChange = CHANGES.stream().anyMatch(operation::startsWith);
    return new FeedEvent(
        number == 0 ? entry.id() : entry.id() + "/" + (number + 1),
        micros(entry, text(record, "/eventTime", MOST_NAME)),
        operation,
        key,
        size(object.path("size")),
        text(object, "/contentType", MOST_TEXT),
        address(bucket, key),
        text(record, "/userIdentity/principalId", MOST_TEXT),
        new NotifiedObject(
            bucket,
            key,
            isChange ? sequencer(text(object, "/sequencer", MOST_TEXT)) : null,
            etag(text(object, "/eTag", MOST_TEXT))));
  }

  private static String name(String eventName) {
    return eventName != null && eventName.startsWith(PREFIX)
        ? eventName.substring(PREFIX.length())
        : eventName;
  }

  /** Null where it is not there, or empty. */
  private static String text(JsonNode record, String place, int most) throws UnfitException {
    var value = record.at(place);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    var what = place.substring(1).replace('/', '.');
    if (!value.isTextual()) {
      throw new UnfitException("its %s is no text".formatted(what));
    }
    if (value.textValue().length() > most) {
      throw new UnfitException("its %s is longer than %d signs".formatted(what, most));
    }
    return value.textValue().isEmpty() ? null : value.textValue();
  }

  private static String address(String bucket, String key) throws UnfitException {
    try {
      return S3Address.of(new S3Address(bucket, key).toString()).toString();
    } catch (URISyntaxException e) {
      throw new UnfitException("its s3.bucket.name and s3.object.key: " + e.getReason());
    }
  }

  /** Escaped as in forms: a plus is a space. */
  private static String key(String escaped) throws UnfitException {
    if (escaped == null) {
      return null;
    }
    var key = decoded(unescaped(escaped.replace('+', ' ').getBytes(StandardCharsets.UTF_8)));
    if (key.getBytes(StandardCharsets.UTF_8).length > MOST_KEY) {
      throw new UnfitException("its s3.object.key is longer than %d bytes".formatted(MOST_KEY));
    }
    return key;
  }

  private static byte[] unescaped(byte[] escaped) throws UnfitException {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < escaped.length; i++) {
      if (escaped[i] == '%') {
        bytes.write(digit(escaped, i + 1) << 4 | digit(escaped, i + 2));
        i += 2;
      } else {
        bytes.write(escaped[i]);
      }
    }
    return bytes.toByteArray();
  }

  private static int digit(byte[] escaped, int at) throws UnfitException {
    int digit = at < escaped.length ? Character.digit(escaped[at], 16) : -1;
    if (digit < 0) {
      throw new UnfitException("its s3.object.key has a % that is no escape");
    }
    return digit;
  }

  private static String decoded(byte[] bytes) throws UnfitException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnfitException("its s3.object.key is no UTF-8");
    }
  }

  private static Long size(JsonNode value) throws UnfitException {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw new UnfitException("its s3.object.size is no number of bytes");
    }
    return value.longValue();
  }

  /** As many digits as all have: the shorter ones begin with zeros. */
  private static String sequencer(String text) throws UnfitException {
    if (text == null) {
      return null;
    }
    var digits = text.toLowerCase(Locale.ROOT).replaceFirst("^0+(?=.)", "");
    if (!HEX.matcher(digits).matches() || digits.length() > NotifiedObject.DIGITS) {
      throw new UnfitException("its s3.object.sequencer is no hexadecimal number");
    }
    return "0".repeat(NotifiedObject.DIGITS - digits.length()) + digits;
  }

  private static String etag(String text) {
    return text == null ? null : text.replaceAll("^\"|\"$", "");
  }

  private static long micros(Entry entry, String time) throws UnfitException {
    return (time == null ? EventTime.ofEntry(entry.id()) : EventTime.of(time.strip()))
        .orElseThrow(
            () ->
                new UnfitException(
                    time == null
                        ? "it has no eventTime, and its id tells no time"
                        : "its eventTime is no time"));
  }
}
