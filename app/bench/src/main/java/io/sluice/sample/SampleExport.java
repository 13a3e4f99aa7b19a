package io.sluice.sample;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Writes an invented export in Telegram Desktop's form: {@code result.json} and the photos that it
 * names. One channel makes the form of a single chat, several make a full export with a folder
 * each.
 */
public final class SampleExport {
  private static final String ABOUT = "An invented export, made by the command sample.";
  private static final String ABOUT_CHATS = "This page lists all chats from this export.";

  /** Telegram Desktop writes emoji as they are. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8).build();

  private SampleExport() {}

  /**
   * What was written.
   *
   * @param messages of all channels, service messages among them
   * @param photos of all channels, missing ones among them
   * @param bytes of all files, {@code result.json} among them
   */
  public record Summary(int channels, long messages, long photos, long bytes) {}

  /**
   * Writes into a folder, which is made if need be. Files of the same name are replaced, others are
   * left alone.
   *
   * @throws IOException if a file cannot be written, or if the thread is interrupted
   */
  public static Summary write(Path dir, SampleOptions options) throws IOException {
    Files.createDirectories(dir);
    var result = dir.resolve("result.json");
    try (var darkroom = new Darkroom(dir)) {
      writeJson(result, darkroom, options);
      return new Summary(
          options.channels(),
          (long) options.channels() * options.messages(),
          (long) options.channels() * options.photos(),
          Files.size(result) + darkroom.bytesWritten());
    }
  }

  private static void writeJson(Path result, Darkroom darkroom, SampleOptions options)
      throws IOException {
    try (var json = JSON.createGenerator(result.toFile(), JsonEncoding.UTF8)) {
      json.setPrettyPrinter(likeTelegramDesktop());
      var writer = new ChannelWriter(json, darkroom, options);
      if (options.channels() == 1) {
        writer.write(0, "");
      } else {
        writeFull(json, writer, options.channels());
      }
    }
  }

  private static void writeFull(JsonGenerator json, ChannelWriter writer, int channels)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("about", ABOUT);
    json.writeObjectFieldStart("chats");
    json.writeStringField("about", ABOUT_CHATS);
    json.writeArrayFieldStart("list");
    var digits = Math.max(2, Integer.toString(channels).length());
    for (var channel = 0; channel < channels; channel++) {
      writer.write(channel, folder(channel, digits));
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  private static String folder(int channel, int digits) {
    return String.format(Locale.ROOT, "chats/chat_%0" + digits + "d/", channel + 1);
  }

  private static DefaultPrettyPrinter likeTelegramDesktop() {
    var indenter = new DefaultIndenter(" ", "\n");
    var separators =
        Separators.createDefaultInstance()
            .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
            .withArrayEmptySeparator("");
    return new DefaultPrettyPrinter(separators)
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }
}
