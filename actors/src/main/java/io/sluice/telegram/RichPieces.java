package io.sluice.telegram;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Puts a text together from its pieces: they go in one after another with their formats, the text
 * and its entities come out. Pieces of one line stand together, lines and cells apart.
 */
final class RichPieces {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST = 1_000_000;

  private final StringBuilder text = new StringBuilder();
  private final ArrayNode pieces = NODES.arrayNode();
  private final StringBuilder plain = new StringBuilder();
  private String gap = "";
  private boolean formatted;

  /**
   * Adds a piece.
   *
   * @param format what stands in its entity beside the text; null for plain text
   * @return false if there is no room for all of it
   */
  boolean add(String piece, ObjectNode format) {
    if (piece.isEmpty()) {
      return true;
    }
    if (!text.isEmpty()) {
      text.append(gap);
      plain.append(gap);
    }
    gap = "";
    var fitting =
        piece.substring(0, Math.min(piece.length(), MOST - Math.min(MOST, text.length())));
    text.append(fitting);
    if (format == null) {
      plain.append(fitting);
    } else {
      flush();
      formatted = true;
      var entity = NODES.objectNode().put("type", format.path("type").asText());
      pieces.add(entity.put("text", fitting).setAll(format));
    }
    return fitting.length() == piece.length();
  }

  /** What comes next stands on a line of its own. */
  void line() {
    gap = "\n";
  }

  /** What comes next stands in a cell of its own. */
  void cell() {
    gap += "\t";
  }

  MessageText all() {
    flush();
    return new MessageText(text.toString(), formatted ? pieces : null);
  }

  private void flush() {
    if (!plain.isEmpty()) {
      pieces.addObject().put("type", "plain").put("text", plain.toString());
      plain.setLength(0);
    }
  }
}
