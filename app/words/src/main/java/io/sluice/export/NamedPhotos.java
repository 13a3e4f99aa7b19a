package io.sluice.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The photos that an export speaks of: its file goes in, what it says of each of them comes out.
 */
public final class NamedPhotos {
  /** Fields of an export that say of a photo where its file is. */
  public static final Set<String> FIELDS = Set.of("photo", "poster_photo", "author_photo");

  private NamedPhotos() {}

  /** Looks through all of the file; behind what is malformed it goes on with the next message. */
  public static void each(Path result, Consumer<String> photo) throws IOException {
    var file = ExportFile.of(result, ExportBounds.NONE);
    var json = ExportJson.document(file);
    try {
      long begin = 0;
      while (!isThrough(json, photo)) {
        var next = NextBeginning.any(file, Math.max(begin + 1, json.position()), file.size());
        if (next.kind() == NextBeginning.Kind.NONE) {
          return;
        }
        begin = next.at();
        json.close();
        json = ExportJson.arrayFrom(file, begin);
      }
    } finally {
      json.close();
    }
  }

  private static boolean isThrough(ExportJson json, Consumer<String> photo) throws IOException {
    var parser = json.parser();
    try {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME
            && FIELDS.contains(parser.currentName())
            && parser.nextToken() == JsonToken.VALUE_STRING) {
          photo.accept(parser.getText());
        }
      }
      return true;
    } catch (JsonProcessingException e) {
      return false;
    }
  }
}
