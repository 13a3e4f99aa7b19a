package io.sluice.telegram;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.export.ExportBytes;
import io.sluice.export.ExportFile;
import io.sluice.export.ExportJson;
import io.sluice.export.NextBeginning;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A place among a chat's messages that is no JSON, and what can be saved of it.
 *
 * @param message what stands there, if it lacks no more than quotes
 * @param end behind that message: a comma or the array's end follows
 * @param lost whether something stands there that cannot be read
 * @param next where the messages go on behind what is lost
 * @param cutOff whether the file ends without any bracket behind
 */
record ExportDamage(
    Optional<ObjectNode> message, long end, boolean lost, NextBeginning next, boolean cutOff) {
  private static final int MOST = 4 * 1024 * 1024;
  private static final int LOOKED_AT = 1024;

  /**
   * @param from where the message begins, or where the last one ended
   * @param begun whether a message begins there
   */
  static ExportDamage at(ExportChat chat, long from, boolean begun) throws IOException {
    var file = chat.file();
    var next = NextBeginning.any(file, begun ? from + 1 : from, chat.end());
    var bytes = bytes(file, from, next.at() - from);
    boolean cutOff = next.at() == file.size() && !endsWithBracket(file);
    if (!begun) {
      return new ExportDamage(Optional.empty(), from, !isNothing(bytes), next, cutOff);
    }
    var loose = LooseObject.of(bytes).filter(object -> goesOn(bytes, object.length()));
    var message = loose.flatMap(object -> parsed(object.json()));
    long end = from + loose.map(LooseObject::length).orElse(0);
    return new ExportDamage(message, end, message.isEmpty(), next, cutOff);
  }

  private static byte[] bytes(ExportFile file, long from, long length) throws IOException {
    try (var in = ExportBytes.behind("", file, from)) {
      return in.readNBytes((int) Math.min(MOST, length));
    }
  }

  private static boolean endsWithBracket(ExportFile file) throws IOException {
    long from = Math.max(0, file.size() - LOOKED_AT);
    var end = text(bytes(file, from, LOOKED_AT), 0);
    return end.endsWith("}") || end.endsWith("]");
  }

  private static Optional<ObjectNode> parsed(String json) {
    try {
      return ExportJson.tree(json) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Whether the array goes on or ends here. */
  private static boolean goesOn(byte[] bytes, int at) {
    var rest = text(bytes, at);
    return rest.startsWith(",") || rest.startsWith("]");
  }

  /** Commas that nothing follows, and maybe the array's end. */
  private static boolean isNothing(byte[] bytes) {
    var rest = text(bytes, 0).replaceFirst("^[,\\s]++", "");
    return rest.isEmpty() || rest.startsWith("]");
  }

  private static String text(byte[] bytes, int from) {
    int length = Math.min(bytes.length - from, LOOKED_AT);
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1).strip();
  }
}
