package io.sluice.telegram;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Export files for tests, in the form in which Telegram Desktop writes them. */
final class Exports {
  private Exports() {}

  static Path write(Path directory, String json) throws IOException {
    return Files.write(directory.resolve("result.json"), json.getBytes(StandardCharsets.UTF_8));
  }

  /** The export of one public channel. */
  static String channel(String... messages) {
    return """
    {
     "name": "Город и мир 🌍",
     "type": "public_channel",
     "id": 1234567890,
     "messages": [
    %s
     ]
    }\
    """
        .formatted(String.join(",\n", messages));
  }

  static String message(long id, String text) {
    return """
    {
     "id": %d,
     "type": "message",
     "date": "2024-03-01T10:00:%02d",
     "date_unixtime": "%d",
     "from": "Город и мир 🌍",
     "from_id": "channel1234567890",
     "text": "%s",
     "text_entities": [
      {
       "type": "plain",
       "text": "%s"
      }
     ]
    }\
    """
        .formatted(id, id % 60, 1709280000 + id, text, text);
  }

  /** The same without any white space between tokens; only for texts that have none either. */
  static String minified(String json) {
    return json.replaceAll("\\s*\\n\\s*", "").replace("\": ", "\":");
  }
}
