package io.sluice.sample;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/** What a test sees of a written export: its JSON and its files, read back from the disk. */
record Exported(Path dir, JsonNode json) {

  static Exported write(Path dir, SampleOptions options) throws IOException {
    SampleExport.write(dir, options);
    return read(dir);
  }

  static Exported read(Path dir) throws IOException {
    return new Exported(dir, new ObjectMapper().readTree(dir.resolve("result.json").toFile()));
  }

  List<JsonNode> messages() {
    return list(json.path("messages"));
  }

  List<JsonNode> photos() {
    return messages().stream().filter(message -> message.has("photo")).toList();
  }

  static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  Path file(JsonNode photo) {
    return dir.resolve(photo.path("photo").asText());
  }

  /** Every file's bytes in hexadecimal, by its path in the export. */
  Map<String, String> files() throws IOException {
    var files = new TreeMap<String, String>();
    try (var paths = Files.walk(dir)) {
      for (var path : paths.filter(Files::isRegularFile).toList()) {
        var bytes = HexFormat.of().formatHex(Files.readAllBytes(path));
        files.put(dir.relativize(path).toString(), bytes);
      }
    }
    return files;
  }
}
