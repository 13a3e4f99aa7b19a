package io.sluice.sample;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/**
 * Writes a message's text in its two shapes: {@code text} is a string when it has no forms and else
 * a list of strings and objects, {@code text_entities} is always a list of objects.
 */
final class TextWriter {
  private final JsonGenerator json;

  TextWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(List<TextPart> parts) throws IOException {
    json.writeFieldName("text");
    if (parts.isEmpty()) {
      json.writeString("");
    } else if (parts.size() == 1 && parts.get(0).plain()) {
      json.writeString(parts.get(0).text());
    } else {
      writeMixed(parts);
    }
    json.writeArrayFieldStart("text_entities");
    for (var part : parts) {
      writeObject(part);
    }
    json.writeEndArray();
  }

  private void writeMixed(List<TextPart> parts) throws IOException {
    json.writeStartArray();
    for (var part : parts) {
      if (part.plain()) {
        json.writeString(part.text());
      } else {
        writeObject(part);
      }
    }
    json.writeEndArray();
  }

  private void writeObject(TextPart part) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", part.type());
    json.writeStringField("text", part.text());
    if (!part.extraKey().isEmpty()) {
      json.writeStringField(part.extraKey(), part.extra());
    }
    json.writeEndObject();
  }
}
