package io.sluice.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.sluice.export.NamedPhotos;
import io.sluice.terminal.Printable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * An export on this machine: the path that a user typed goes in, its {@code result.json} and the
 * photos that it names come out. A photo that lies outside of the export is none of it.
 *
 * @param result the export's file
 * @param size of it, in bytes
 * @param modified when it was changed, in milliseconds since 1970
 */
record ExportToSend(Path result, long size, long modified) {
  static final String RESULT = "result.json";
  private static final JsonFactory JSON = new JsonFactory();

  /**
   * @throws IOException naming the path, if there is no export
   */
  static ExportToSend at(Path typed) throws IOException {
    var path = typed.toAbsolutePath().normalize();
    var result = Files.isDirectory(path) ? path.resolve(RESULT) : path;
    if (!Files.isRegularFile(result)) {
      throw new IOException(
          "there is no %s: name an export's directory or its result.json, or a channel as @name"
              .formatted(Printable.text(result.toString())));
    }
    return new ExportToSend(
        result, Files.size(result), Files.getLastModifiedTime(result).toMillis());
  }

  /**
   * The photos that it names and that are there, relative to it, each once.
   *
   * @throws IOException if it is no JSON at all, so that nothing else of this machine is sent
   */
  Set<String> photos() throws IOException {
    var root = result.toRealPath().getParent();
    var photos = new LinkedHashSet<String>();
    try (var parser = JSON.createParser(result.toFile())) {
      if (first(parser) != JsonToken.START_OBJECT) {
        throw new IOException(
            "%s is no Telegram export: it is no JSON object"
                .formatted(Printable.text(result.toString())));
      }
    }
    // One that is cut off or malformed is the node's to judge: it stores what is whole.
    NamedPhotos.each(result, said -> add(root, said, photos));
    return photos;
  }

  private static JsonToken first(JsonParser parser) throws IOException {
    try {
      return parser.nextToken();
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static void add(Path root, String said, Set<String> photos) {
    try {
      var path = root.resolve(said).normalize();
      if (path.startsWith(root)
          && Files.isRegularFile(path)
          && path.toRealPath().startsWith(root)) {
        photos.add(root.relativize(path).toString());
      }
    } catch (IOException | InvalidPathException e) {
      // Telegram Desktop writes a remark in place of a photo that it left out.
    }
  }
}
