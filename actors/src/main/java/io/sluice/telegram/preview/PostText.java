package io.sluice.telegram.preview;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.jsoup.nodes.Element;
import org.jsoup.select.NodeTraversor;

/**
 * A post's text: its block goes in, plain text and formatted pieces come out.
 *
 * @param plain empty if there is none
 * @param entities as in {@link Post}
 */
record PostText(String plain, String entities) {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final String REPLY = ".js-message_reply_text, .tgme_widget_message_reply";
  private static final String TEXT = ".js-message_text, .service_message .tgme_widget_message_text";

  /** In albums the element lies in one of its own kind; the first is the outermost. */
  static PostText of(Element block) {
    return block.select(TEXT).stream()
        .filter(text -> text.closest(REPLY) == null)
        .findFirst()
        .map(PostText::read)
        .orElse(new PostText("", null));
  }

  private static PostText read(Element text) {
    var walk = new TextPieces();
    NodeTraversor.traverse(walk, text);
    var pieces = walk.stripped();
    var plain = new StringBuilder();
    pieces.forEach(piece -> plain.append(piece.text()));
    return new PostText(plain.toString(), entities(pieces));
  }

  private static String entities(List<TextPieces.Piece> pieces) {
    if (pieces.stream().allMatch(piece -> piece.format() == TextFormat.PLAIN)) {
      return null;
    }
    var all = NODES.arrayNode();
    for (var piece : pieces) {
      var format = piece.format();
      var entity = all.addObject().put("type", format.type()).put("text", piece.text().toString());
      if (format.href() != null) {
        entity.put("href", format.href());
      }
    }
    return all.toString();
  }
}
