package io.sluice.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.export.NamedPhotos;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A message of the rich editor, which Telegram Desktop writes since 7.2: a tree of blocks goes in,
 * its text, its photos and the kind of its media come out in reading order. What is not known of
 * it, or is too much, goes to {@link UnknownContent}.
 */
final class RichMessage {
  static final String FIELD = "rich_message";

  private static final String CELLS = "cells";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_DEPTH = 100;
  private static final int MOST_VALUES = 100_000;
  private static final int MOST_PHOTOS = 1000;

  private static final Set<String> BLOCKS =
      words(
          """
          heading paragraph footer thinking author_date code divider anchor list quote photo video
          cover embed embed_post collage slideshow channel audio file math table details
          related_articles map input_map button_row
          """);

  private static final Set<String> TEXTS =
      words(
          """
          empty plain concat bold italic underline strikethrough code text_link email phone
          subscript superscript marked anchor math custom_emoji spoiler mention hashtag bot_command
          cashtag link bank_card mention_name formatted_date inline_image diff button
          """);

  /** Their values are texts. */
  private static final Set<String> TOLD =
      words("text title author caption credit formula description source");

  /** Their values are blocks, or what is built like one. */
  private static final Set<String> HOLDERS =
      words("blocks block items rows cells articles buttons channel");

  /** How something looks or where it comes from, and the files of media other than photos. */
  private static final Set<String> KNOWN =
      words(
          """
          type rtl part level language name kind reversed start list_type task_state content num
          value item_type pullquote spoiler webpage_id document_id file file_skip_reason file_name
          file_size thumbnail thumbnail_skip_reason thumbnail_file_size media_type mime_type
          duration_seconds sticker_emoji performer width height autoplay loop full_width
          allow_scrolling date date_unixtime published_date published_date_unixtime bordered
          striped compact open colspan rowspan header align vertical_align geo zoom alignment
          button style source_type id access_hash username broadcast megagroup monoforum
          unsupported photo_id photo_file_size photo_width photo_height poster_photo_id
          poster_photo_file_size poster_photo_width poster_photo_height author_photo_id
          author_photo_file_size author_photo_width author_photo_height href email phone user_id
          relative short_time long_time short_date long_date day_of_week old_text
          """);

  /** What the entity of a text says beside its type. */
  private static final List<String> ATTRIBUTES =
      List.of("href", "email", "phone", "user_id", "document_id");

  private static final Set<String> DOCUMENTS = words("video audio file");

  private static final Map<String, String> MEDIA =
      Map.of(
          "video", "video_file",
          "audio", "audio_file",
          "file", "file",
          "map", "location",
          "input_map", "location",
          "embed", "embed",
          "embed_post", "embed");

  /** Of most messages. */
  private static final RichMessage NOTHING = new RichMessage(new UnknownContent());

  private final UnknownContent unknown;
  private final RichPieces pieces = new RichPieces();
  private final List<Photo> photos = new ArrayList<>();
  private String media;
  private int values;

  /**
   * A photo of it.
   *
   * @param id Telegram's number of the photo; null where there is none
   * @param said where its file is, or in brackets why there is none
   */
  record Photo(String id, String said) {}

  private RichMessage(UnknownContent unknown) {
    this.unknown = unknown;
  }

  /** What is in it; nothing of a message that is not of that kind. */
  static RichMessage of(ObjectNode message, UnknownContent unknown) {
    var rich = message.get(FIELD);
    if (rich == null) {
      return NOTHING;
    }
    var read = new RichMessage(unknown);
    if (rich instanceof ObjectNode object) {
      if (object.path("part").asBoolean()) {
        read.leaveOut("part", object.get("part"));
      }
      read.fields(object, "", null, 0);
    } else {
      unknown.add(FIELD, rich);
    }
    return read;
  }

  MessageText text() {
    return pieces.all();
  }

  List<Photo> photos() {
    return List.copyOf(photos);
  }

  /** The kind of the first of its media other than a photo; null if there is none. */
  String media() {
    return media;
  }

  private static Set<String> words(String words) {
    return Set.of(words.strip().split("\\s+"));
  }

  private void leaveOut(String name, JsonNode value) {
    unknown.add(FIELD + "." + name, value);
  }

  /** Whether there is too much of it. */
  private boolean isBeyond(String name, JsonNode value, int depth) {
    if (depth <= MOST_DEPTH && values++ < MOST_VALUES) {
      return false;
    }
    leaveOut(name, value);
    return true;
  }

  /** One block, or each of a list. */
  private void blocks(String field, JsonNode value, ObjectNode format, int depth) {
    if (isBeyond(field, value, depth)) {
      return;
    }
    if (value.isArray()) {
      for (var element : value) {
        blocks(field, element, format, depth + 1);
      }
    } else if (value instanceof ObjectNode object) {
      block(field, object, format, depth);
    } else {
      leaveOut(field, value);
    }
    if (field.equals(CELLS) && value.isObject()) {
      pieces.cell();
    } else {
      pieces.line();
    }
  }

  private void block(String field, ObjectNode block, ObjectNode format, int depth) {
    boolean typed = field.equals("blocks") || field.equals("block") || block.has("type");
    var type = block.path("type").asText();
    if (typed && !BLOCKS.contains(type)) {
      leaveOut(type.isEmpty() ? field : type, block);
    }
    if (media == null && MEDIA.containsKey(type)) {
      var said = Lenient.text(block.get("media_type"));
      media = said == null ? MEDIA.get(type) : said;
    }
    fields(block, field.equals(CELLS) ? CELLS : type, within(block, type, format), depth);
  }

  private static ObjectNode within(ObjectNode block, String type, ObjectNode format) {
    return switch (type) {
      case "code" -> {
        var code = NODES.objectNode().put("type", "pre");
        yield code.put("language", block.path("language").asText());
      }
      case "quote" -> NODES.objectNode().put("type", "blockquote");
      default -> format;
    };
  }

  private void fields(ObjectNode object, String type, ObjectNode format, int depth) {
    for (var field : object.properties()) {
      var name = field.getKey();
      var value = field.getValue();
      if (NamedPhotos.FIELDS.contains(name)
          || NamedPhotos.FIELDS.stream().anyMatch(p -> name.equals(p + "_skip_reason"))) {
        photo(object, name, value);
      } else if (HOLDERS.contains(name)) {
        blocks(name, value, format, depth + 1);
      } else if (name.equals("url")) {
        pieces.line();
        told(name, value, NODES.objectNode().put("type", "link"), depth + 1);
        pieces.line();
      } else if (TOLD.contains(name)) {
        if (!(name.equals("title") && DOCUMENTS.contains(type))) {
          told(name, value, format, depth + 1);
          if (!type.equals(CELLS)) {
            pieces.line();
          }
        }
      } else if (!KNOWN.contains(name)) {
        leaveOut(name, value);
      }
    }
  }

  private void photo(ObjectNode block, String name, JsonNode value) {
    var said = Lenient.text(value);
    if (said == null || photos.size() >= MOST_PHOTOS) {
      leaveOut(name, value);
      return;
    }
    boolean absent = name.endsWith("_skip_reason");
    var kind = absent ? name.substring(0, name.length() - "_skip_reason".length()) : name;
    photos.add(
        new Photo(
            Lenient.text(block.get(kind + "_id")),
            absent ? "(" + said.replace('_', ' ') + ")" : said));
  }

  /** A text in all forms: a string, an object, a list of these; or a caption with its credit. */
  private void told(String name, JsonNode value, ObjectNode format, int depth) {
    if (isBeyond(name, value, depth)) {
      return;
    }
    if (value.isArray()) {
      for (var part : value) {
        told(name, part, format, depth + 1);
      }
    } else if (!(value instanceof ObjectNode object)) {
      var text = value.asText("");
      if (!pieces.add(text, format)) {
        leaveOut(name, value);
      }
    } else if (object.has("type")) {
      formatted(object, format, depth);
    } else {
      fields(object, "", format, depth);
    }
  }

  private void formatted(ObjectNode object, ObjectNode format, int depth) {
    var type = object.path("type").asText();
    if (!TEXTS.contains(type)) {
      leaveOut(type, object);
    }
    if (type.equals("inline_image") && media == null) {
      media = "file";
    }
    for (var field : object.properties()) {
      var name = field.getKey();
      if (name.equals("text") || name.equals("source")) {
        told(name, field.getValue(), format(object, type, format), depth + 1);
      } else if (!KNOWN.contains(name) && !name.equals("title")) {
        leaveOut(name, field.getValue());
      }
    }
  }

  /** A link is told even where it is bold; of other formats the innermost. */
  private static ObjectNode format(ObjectNode object, String type, ObjectNode outer) {
    var format = NODES.objectNode().put("type", type);
    for (var attribute : ATTRIBUTES) {
      if (object.hasNonNull(attribute)) {
        format.set(attribute, object.get(attribute));
      }
    }
    boolean plain = type.equals("plain") || type.equals("concat") || type.equals("empty");
    boolean lesser = outer != null && outer.size() > 1 && format.size() == 1;
    return plain || lesser ? outer : format;
  }
}
