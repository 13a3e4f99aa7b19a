package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.export.ExportFile;
import io.sluice.export.ExportJson;
import io.sluice.export.NextBeginning;
import io.sluice.persistence.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads an export for its chats: one object of a chat, or one with lists of them under {@code
 * chats} and {@code left_chats}, the keys in any order. Messages are passed over unread; behind
 * those that are malformed it goes on with the next chat.
 */
final class ExportScan {
  /** Telegram Desktop writes no name for these. */
  private static final Set<String> NAMELESS =
      Set.of("saved_messages", "replies", "verification_codes");

  private final ExportFile file;
  private final List<ExportChat> chats = new ArrayList<>();

  /** How many lists of messages each chat has had so far. */
  private final Map<String, Integer> lists = new HashMap<>();

  private final UncollectedChats uncollected = new UncollectedChats();
  private ExportJson json;
  private JsonParser parser;
  private boolean keyed;
  private boolean personal;
  private boolean listed;
  private boolean done;

  /** The first byte of the messages that are just passed over; -1 outside of them. */
  private long within = -1;

  private ExportScan(ExportFile file) throws IOException {
    this.file = file;
    read(ExportJson.document(file));
  }

  private void read(ExportJson from) {
    json = from;
    parser = from.parser();
  }

  static ExportIndex of(ExportFile file) throws IOException {
    var scan = new ExportScan(file);
    try {
      return scan.index();
    } catch (NotAnExportException e) {
      throw e;
    } catch (IOException e) {
      throw ExportFile.unreadable(file.path(), e);
    } finally {
      scan.json.close();
    }
  }

  private ExportIndex index() throws IOException {
    var damage = scan();
    if (chats.isEmpty() && uncollected.lines().isEmpty()) {
      if (damage != null || !listed) {
        throw new NotAnExportException(file.path(), damage == null ? other() : broken(damage));
      }
      uncollected.add("it holds no chat: choose some in Telegram Desktop");
    }
    return new ExportIndex(file, chats, uncollected.lines(), damage);
  }

  /** Gives what is wrong outside of messages, which their reader looks at; null if nothing is. */
  private String scan() throws IOException {
    String damage = null;
    long begin = 0;
    while (true) {
      try {
        document();
        return damage;
      } catch (JsonProcessingException e) {
        long from = Math.max(begin + 1, within < 0 ? json.position() : within);
        var next = listed ? NextBeginning.chat(file, from) : null;
        boolean goesOn = next != null && next.kind() == NextBeginning.Kind.CHAT;
        if (damage == null && (within < 0 || !goesOn && (json.ended() || !listed))) {
          damage = json.fault(e);
        }
        if (!goesOn) {
          return damage;
        }
        begin = next.at();
        goOn(begin);
      }
    }
  }

  private void goOn(long chat) throws IOException {
    if (within >= 0 && chats.size() > 0 && chats.get(chats.size() - 1).start() == within) {
      chats.set(chats.size() - 1, chats.get(chats.size() - 1).until(chat));
    }
    within = -1;
    json.close();
    read(ExportJson.chatsFrom(file, chat));
  }

  private void document() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new NotAnExportException(file.path(), "JSON that is no object");
    }
    object(true);
    long end = json.position();
    if (!done && !isEnd()) {
      uncollected.add("it goes on behind its end at byte %d, and that is not read".formatted(end));
    }
  }

  private boolean isEnd() throws IOException {
    try {
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private String broken(String damage) {
    return keyed ? "JSON without a chat that is " + damage : "no JSON (" + damage + ")";
  }

  private String other() {
    if (personal) {
      return "an export without chats: choose some in Telegram Desktop";
    }
    return keyed ? "JSON of something else" : "an empty JSON object";
  }

  private void object(boolean outermost) throws IOException {
    var chat = new Found();
    try {
      String key;
      while (!done && (key = parser.nextFieldName()) != null) {
        var value = parser.nextToken();
        if (outermost) {
          keyed = true;
          personal |= key.equals("personal_information");
        }
        switch (key) {
          case "name" -> chat.name(value == JsonToken.VALUE_STRING ? parser.getText() : null);
          case "type" -> chat.type = value == JsonToken.VALUE_STRING ? parser.getText() : "unknown";
          case "id" -> chat.id = value.isScalarValue() ? number(parser.getText()) : null;
          case "messages" -> messages(chat, outermost);
          case "chats", "left_chats" -> lists(outermost);
          default -> {}
        }
        if (!done) {
          parser.skipChildren();
        }
      }
    } finally {
      chat.keep(outermost);
    }
  }

  private void messages(Found chat, boolean outermost) throws IOException {
    if (parser.hasToken(JsonToken.START_ARRAY)) {
      within = json.position() - 1;
      chat.ranges.add(new Range(within, file.size()));
      done = outermost && chat.known();
      if (!done) {
        parser.skipChildren();
        chat.ranges.set(chat.ranges.size() - 1, new Range(within, json.position()));
      }
      within = -1;
    }
  }

  private void lists(boolean outermost) throws IOException {
    if (!outermost || !parser.hasToken(JsonToken.START_OBJECT)) {
      return;
    }
    String key;
    while ((key = parser.nextFieldName()) != null) {
      if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("list")) {
        listed = true;
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          if (parser.hasToken(JsonToken.START_OBJECT)) {
            object(false);
          } else {
            uncollected.add(UncollectedChats.NO_OBJECT, "");
          }
          parser.skipChildren();
        }
      }
      parser.skipChildren();
    }
  }

  private static Long number(String text) {
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Bytes from the first to the one behind the last. */
  private record Range(long start, long end) {}

  /** What is known of a chat so far. */
  private final class Found {
    private final List<Range> ranges = new ArrayList<>();
    private String name;
    private boolean named;
    private String type;
    private Long id;

    void name(String given) {
      name = given == null || given.isBlank() ? null : StorableText.of(given);
      named = true;
    }

    boolean known() {
      return id != null && type != null && (named || NAMELESS.contains(type));
    }

    void keep(boolean outermost) {
      if (id != null) {
        ranges.forEach(this::keep);
      }
      boolean chat = !outermost || type != null && !ranges.isEmpty();
      if (chat && id == null) {
        uncollected.add(UncollectedChats.WITHOUT_ID, name);
      } else if (chat && ranges.isEmpty()) {
        uncollected.add(UncollectedChats.WITHOUT_MESSAGES, name == null ? "chat " + id : name);
      }
    }

    private void keep(Range list) {
      var kind = type == null ? "unknown" : StorableText.of(type);
      var shown = name == null ? "chat " + id : name;
      var chat = new ExportChat(file, kind, id, shown, 1, list.start(), list.end());
      chats.add(chat.nth(lists.merge(chat.identity(), 1, Integer::sum)));
    }
  }
}
