package io.sluice.page;

import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeFilter;

/** The beginning of what an element says, and no more looked at than that. */
final class ShortText implements NodeFilter {
  private static final int NODES = 100;

  private final CleanText text;
  private int nodes;

  private ShortText(int most) {
    text = new CleanText(most);
  }

  static String of(Element element, int most) {
    var found = new ShortText(most);
    element.filter(found);
    return found.text.toString();
  }

  @Override
  public FilterResult head(Node node, int depth) {
    if (node instanceof TextNode words) {
      text.add(words.getWholeText());
    } else {
      text.endWord();
    }
    return text.isCut() || ++nodes > NODES ? FilterResult.STOP : FilterResult.CONTINUE;
  }
}
