package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.ledger.StorableText;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads an export for its chats: one object of a chat, or one with lists of them under {@code
 * chats} and {@code left_chats}, the keys in any order. Messages are passed over unread.
 */
final class ExportScan {
  /** Telegram Desktop writes no name for these. */
  private static final Set<String> NAMELESS =
      Set.of("saved_messages", "replies", "verification_codes");

  private final ExportFile file;
  private final ExportJson json;
  private final JsonParser parser;
  private final List<ExportChat> chats = new ArrayList<>();
  private boolean keyed;
  private boolean personal;
  private boolean listed;
  private boolean done;

  private ExportScan(ExportFile file, ExportJson json) {
    this.file = file;
    this.json = json;
    this.parser = json.parser();
  }

  static ExportIndex of(ExportFile file) throws IOException {
    try (var json = ExportJson.document(file)) {
      return new ExportScan(file, json).index();
    }
  }

  private ExportIndex index() throws IOException {
    String damage = null;
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new NotAnExportException(file.path(), "JSON that is no object");
      }
      object(true);
    } catch (JsonProcessingException e) {
      damage = json.fault(e);
    } catch (NotAnExportException e) {
      throw e;
    } catch (IOException e) {
      throw ExportFile.unreadable(file.path(), e);
    }
    if (chats.isEmpty() && (damage != null || !listed)) {
      throw new NotAnExportException(file.path(), damage == null ? other() : broken(damage));
    }
    return new ExportIndex(file, chats, damage);
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
      chat.keep();
    }
  }

  private void messages(Found chat, boolean outermost) throws IOException {
    if (parser.hasToken(JsonToken.START_ARRAY)) {
      chat.start = json.position() - 1;
      done = outermost && chat.known();
      if (!done) {
        parser.skipChildren();
        chat.end = json.position();
      }
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

  /** What is known of a chat so far. */
  private final class Found {
    private String name;
    private boolean named;
    private String type;
    private Long id;
    private long start = -1;
    private long end = file.size();

    void name(String given) {
      name = given == null || given.isBlank() ? null : StorableText.of(given);
      named = true;
    }

    boolean known() {
      return id != null && type != null && (named || NAMELESS.contains(type));
    }

    void keep() {
      if (id != null && start >= 0) {
        chats.add(
            new ExportChat(
                file,
                type == null ? "unknown" : StorableText.of(type),
                id,
                name == null ? "chat " + id : name,
                start,
                end));
      }
    }
  }
}
