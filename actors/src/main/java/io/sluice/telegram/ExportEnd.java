package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.sluice.export.ExportFile;
import io.sluice.export.ExportJson;
import java.io.IOException;
import java.util.function.Consumer;

/**
 * What stands behind the messages of an export of one chat, which nobody has looked at before: a
 * byte goes in, what it should not hold comes out.
 */
final class ExportEnd {
  private ExportEnd() {}

  /**
   * @param end byte behind the array of messages
   */
  static void look(ExportFile file, long end, Consumer<NoMessage> found) throws IOException {
    try (var json = ExportJson.restOfObject(file, end)) {
      var parser = json.parser();
      String key;
      while ((key = parser.nextFieldName()) != null) {
        if (parser.nextToken() == JsonToken.START_ARRAY && key.equals("messages")) {
          found.accept(NoMessage.SECOND_LIST);
        }
        parser.skipChildren();
      }
      while (parser.nextToken() != null) {
        found.accept(NoMessage.SECOND_DOCUMENT);
        parser.skipChildren();
      }
    } catch (JsonEOFException e) {
      // The messages before are whole.
    } catch (JsonProcessingException e) {
      found.accept(NoMessage.SECOND_DOCUMENT);
    }
  }
}
