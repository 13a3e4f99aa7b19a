package io.sluice.feed;

import io.sluice.ledger.feed.FeedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes events of entries: fields by the names that producers give them go in, or JSON as the only
 * one, and rows come out, or what is wrong. Nothing in an entry is trusted. Thread-safe.
 */
final class EventParser {
  /** Why an entry is a dead letter that tells nothing. */
  static final String NO_EVENT = "no event";

  private static final String OPERATION = "operation";
  private static final String FILENAME = "filename";
  private static final String SIZE = "size";
  private static final String MIME_TYPE = "mime_type";
  private static final String STORAGE_URL = "storage_url";
  private static final String UPLOADER_ID = "uploader_id";
  private static final String TS = "ts";
  private static final String ALREADY_STORED = "already_stored";

  static final List<String> FIELDS =
      List.of(OPERATION, FILENAME, SIZE, MIME_TYPE, STORAGE_URL, UPLOADER_ID, TS, ALREADY_STORED);

  /** Longest values, in bytes. */
  private static final Map<String, Integer> MOST =
      Map.of(
          OPERATION, 100,
          FILENAME, 4_096,
          SIZE, 20,
          MIME_TYPE, 500,
          STORAGE_URL, 8_192,
          UPLOADER_ID, 1_000,
          TS, 64,
          ALREADY_STORED, 10);

  /** What programs write that have nothing to write. */
  private static final Set<String> NOTHING = Set.of("", "None", "null");

  private static final Set<String> YES = Set.of("true", "1", "yes");
  private static final Set<String> NO = Set.of("false", "0", "no");

  /** There is no file any more that could be fetched. */
  private static final Set<String> GONE = Set.of("delete", "deleted", "remove", "removed");

  private final Map<String, String> names;

  /**
   * @param names what producers call a field, by what it is called here
   */
  EventParser(Map<String, String> names) {
    this.names = names;
  }

  /** A row for each that it tells; what is wrong with a part of it stands beside the rest. */
  List<Event> parse(Entry entry) {
    if (entry.isGhost()) {
      return List.of(new Event.Ghost(entry));
    }
    try {
      var json = JsonEntry.of(entry);
      if (json.isEmpty()) {
        return List.of(event(entry, entry.fields()));
      }
      return Notifications.isMeant(json.get())
          ? Notifications.events(entry, json.get())
          : List.of(event(entry, JsonEntry.fields(json.get())));
    } catch (UnfitException e) {
      return List.of(new Event.Unfit(entry, NO_EVENT, e.getMessage()));
    }
  }

  private Event event(Entry entry, Map<String, byte[]> fields) throws UnfitException {
    var operation = text(fields, OPERATION);
    var row =
        new FeedEvent(
            entry.id(),
            micros(entry, fields),
            needed(OPERATION, operation),
            needed(FILENAME, text(fields, FILENAME)),
            size(fields),
            text(fields, MIME_TYPE),
            text(fields, STORAGE_URL),
            text(fields, UPLOADER_ID),
            null);
    if (isStored(fields) || GONE.contains(operation.toLowerCase(Locale.ROOT))) {
      return new Event.Told(entry, List.of(row));
    }
    needed(STORAGE_URL, row.storageUrl());
    return new Event.ToFetch(entry, List.of(row));
  }

  private String needed(String field, String value) throws UnfitException {
    if (value == null) {
      throw new UnfitException("it has no " + name(field));
    }
    return value;
  }

  private String name(String field) {
    return names.getOrDefault(field, field);
  }

  /** Null where it says nothing. */
  private String text(Map<String, byte[]> fields, String field) throws UnfitException {
    var bytes = fields.get(name(field));
    if (bytes == null) {
      return null;
    }
    if (bytes.length > MOST.get(field)) {
      throw new UnfitException(
          "its %s is longer than %d bytes".formatted(name(field), MOST.get(field)));
    }
    var text = decoded(field, bytes);
    return NOTHING.contains(text) ? null : text;
  }

  private String decoded(String field, byte[] bytes) throws UnfitException {
    for (byte one : bytes) {
      if (one < 0) {
        return checked(field, bytes);
      }
    }
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private String checked(String field, byte[] bytes) throws UnfitException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new UnfitException("its %s is no UTF-8".formatted(name(field)));
    }
  }

  private Long size(Map<String, byte[]> fields) throws UnfitException {
    var text = text(fields, SIZE);
    try {
      var size = text == null ? null : Long.valueOf(text.strip());
      if (size == null || size >= 0) {
        return size;
      }
    } catch (NumberFormatException e) {
      // Told below.
    }
    throw new UnfitException("its %s is no number of bytes".formatted(name(SIZE)));
  }

  private long micros(Entry entry, Map<String, byte[]> fields) throws UnfitException {
    var text = text(fields, TS);
    return (text == null ? EventTime.ofEntry(entry.id()) : EventTime.of(text.strip()))
        .orElseThrow(
            () ->
                new UnfitException(
                    text == null
                        ? "it has no %s, and its id tells no time".formatted(name(TS))
                        : "its %s is no time".formatted(name(TS))));
  }

  private boolean isStored(Map<String, byte[]> fields) throws UnfitException {
    var text = text(fields, ALREADY_STORED);
    var word = text == null ? "no" : text.strip().toLowerCase(Locale.ROOT);
    if (!YES.contains(word) && !NO.contains(word)) {
      throw new UnfitException("its %s is neither true nor false".formatted(name(ALREADY_STORED)));
    }
    return YES.contains(word);
  }
}
