package io.sluice.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * Writes one message as Telegram Desktop does since 2022: the same fields in the same order. The
 * order is that of {@code export_output_json.cpp}.
 */
final class PostWriter {
  static final String NOT_INCLUDED =
      "(File not included. Change data exporting settings to download.)";

  private final JsonGenerator json;
  private final String channelName;
  private final String channelId;

  /**
   * @param channelId with its kind, such as {@code channel1234567890}
   */
  PostWriter(JsonGenerator json, String channelName, String channelId) {
    this.json = json;
    this.channelName = channelName;
    this.channelId = channelId;
  }

  /**
   * @param photoBytes the size that the export tells for the message's photo; else of no meaning
   */
  void write(SamplePost post, int photoBytes) throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", post.id());
    json.writeStringField("type", post instanceof SamplePost.Service ? "service" : "message");
    writeDate("date", post.date());
    if (post instanceof SamplePost.Service service) {
      writeService(service);
    } else if (post instanceof SamplePost.Message message) {
      writeMessage(message, photoBytes);
    }
    json.writeEndObject();
  }

  private void writeService(SamplePost.Service service) throws IOException {
    json.writeStringField("actor", channelName);
    json.writeStringField("actor_id", channelId);
    json.writeStringField("action", service.action());
    writeUnlessEmpty("title", service.title());
    if (service.about() != 0) {
      json.writeNumberField("message_id", service.about());
    }
    new TextWriter(json).write(List.of());
  }

  private void writeMessage(SamplePost.Message message, int photoBytes) throws IOException {
    if (message.editedAfter() != 0) {
      writeDate("edited", message.date().plusSeconds(message.editedAfter()));
    }
    json.writeStringField("from", channelName);
    json.writeStringField("from_id", channelId);
    writeUnlessEmpty("author", message.author());
    writeUnlessEmpty("forwarded_from", message.forwardedFrom());
    if (message.replyTo() != 0) {
      json.writeNumberField("reply_to_message_id", message.replyTo());
    }
    if (message.media() instanceof SamplePost.Photo photo) {
      writePhoto(photo.order(), photoBytes);
    } else if (message.media() instanceof SamplePost.Clip clip) {
      writeClip(clip);
    } else if (message.media() instanceof SamplePost.Poll poll) {
      writePoll(poll);
    }
    new TextWriter(json).write(message.text());
    writeReactions(message.reactions());
  }

  private void writePhoto(PhotoOrder photo, int bytes) throws IOException {
    var missing = photo.condition() == PhotoOrder.Condition.MISSING;
    json.writeStringField("photo", missing ? NOT_INCLUDED : photo.path());
    json.writeNumberField("photo_file_size", bytes);
    json.writeNumberField("width", photo.width());
    json.writeNumberField("height", photo.height());
  }

  private void writeClip(SamplePost.Clip clip) throws IOException {
    json.writeStringField("file", NOT_INCLUDED);
    writeUnlessEmpty("file_name", clip.name());
    json.writeNumberField("file_size", clip.bytes());
    json.writeStringField("media_type", clip.type());
    json.writeStringField("mime_type", clip.mime());
    json.writeNumberField("duration_seconds", clip.seconds());
    if (clip.width() != 0) {
      json.writeNumberField("width", clip.width());
      json.writeNumberField("height", clip.height());
    }
  }

  private void writePoll(SamplePost.Poll poll) throws IOException {
    json.writeObjectFieldStart("poll");
    json.writeStringField("question", poll.question());
    json.writeBooleanField("closed", poll.closed());
    json.writeNumberField(
        "total_voters", poll.answers().stream().mapToInt(SamplePost.Answer::voters).sum());
    json.writeArrayFieldStart("answers");
    for (var answer : poll.answers()) {
      json.writeStartObject();
      json.writeStringField("text", answer.text());
      json.writeNumberField("voters", answer.voters());
      json.writeBooleanField("chosen", false);
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void writeReactions(List<SamplePost.Reaction> reactions) throws IOException {
    if (reactions.isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("reactions");
    for (var reaction : reactions) {
      json.writeStartObject();
      json.writeStringField("type", "emoji");
      json.writeNumberField("count", reaction.count());
      json.writeStringField("emoji", reaction.emoji());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void writeDate(String key, Instant date) throws IOException {
    var local = LocalDateTime.ofInstant(date, ChannelScript.ZONE);
    json.writeStringField(key, DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(local));
    json.writeStringField(key + "_unixtime", Long.toString(date.getEpochSecond()));
  }

  private void writeUnlessEmpty(String key, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(key, value);
    }
  }
}
