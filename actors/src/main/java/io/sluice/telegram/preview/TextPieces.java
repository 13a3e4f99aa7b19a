package io.sluice.telegram.preview;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * Walks through a post's text: elements go in, pieces of text with one format each come out. The
 * export's form has no formats within formats, so a link counts more than what is around or in it,
 * and otherwise the innermost counts.
 */
final class TextPieces implements NodeVisitor {
  private static final Set<String> BLOCKS = Set.of("pre", "blockquote");

  /** A piece; its text grows while the walk is in it. */
  record Piece(TextFormat format, StringBuilder text) {
    boolean isBlank() {
      return text.chars().allMatch(Character::isWhitespace);
    }

    void replaceBy(UnaryOperator<String> change) {
      text.replace(0, text.length(), change.apply(text.toString()));
    }
  }

  private final List<Piece> pieces = new ArrayList<>();

  /** Of the elements around, innermost first. */
  private final Deque<TextFormat> formats = new ArrayDeque<>(List.of(TextFormat.PLAIN));

  private int emojiAround;
  private boolean lineIsDue;

  @Override
  public void head(Node node, int depth) {
    if (node instanceof TextNode text) {
      append(formats.element(), text.getWholeText());
    } else if (node instanceof Element element) {
      enter(element);
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      formats.pop();
      emojiAround -= isEmoji(element) ? 1 : 0;
      endLineAt(element);
    }
  }

  /** The pieces, without white space at both ends. */
  List<Piece> stripped() {
    int from = 0;
    int to = pieces.size();
    while (from < to && pieces.get(from).isBlank()) {
      from++;
    }
    while (from < to && pieces.get(to - 1).isBlank()) {
      to--;
    }
    if (from < to) {
      pieces.get(from).replaceBy(String::stripLeading);
      pieces.get(to - 1).replaceBy(String::stripTrailing);
    }
    return pieces.subList(from, to);
  }

  private void enter(Element element) {
    endLineAt(element);
    emojiAround += isEmoji(element) ? 1 : 0;
    var around = formats.element();
    boolean kept = emojiAround > 0 || around.lasts();
    formats.push(kept ? around : TextFormat.of(element).orElse(around));
    if (element.nameIs("br")) {
      append(around, "\n");
    }
  }

  /** The picture of an emoji: its italic and bold are markup of the page, not of the text. */
  private static boolean isEmoji(Element element) {
    return element.nameIs("tg-emoji") || element.nameIs("i") && element.hasClass("emoji");
  }

  /** What browsers show as a block begins and ends lines without saying so. */
  private void endLineAt(Element element) {
    if (BLOCKS.contains(element.normalName())) {
      lineIsDue = !pieces.isEmpty() && !endsWithLine(pieces.get(pieces.size() - 1).text());
    }
  }

  private static boolean endsWithLine(StringBuilder text) {
    return text.charAt(text.length() - 1) == '\n';
  }

  private void append(TextFormat format, String text) {
    if (text.isEmpty()) {
      return;
    }
    if (lineIsDue && text.charAt(0) != '\n') {
      add(TextFormat.PLAIN, "\n");
    }
    lineIsDue = false;
    add(format, text);
  }

  private void add(TextFormat format, String text) {
    // The same object, not an equal one: two links side by side are two.
    if (pieces.isEmpty() || pieces.get(pieces.size() - 1).format() != format) {
      pieces.add(new Piece(format, new StringBuilder()));
    }
    pieces.get(pieces.size() - 1).text().append(text);
  }
}
