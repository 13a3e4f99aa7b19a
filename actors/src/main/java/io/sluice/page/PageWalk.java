package io.sluice.page;

import java.util.List;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/** Walks once through a page; each {@link Watcher} is told of all that stands there. */
final class PageWalk implements NodeVisitor {
  private final List<Watcher> watchers;
  private final Place place = new Place();

  private PageWalk(List<Watcher> watchers) {
    this.watchers = watchers;
  }

  static void through(Document page, List<Watcher> watchers) {
    page.traverse(new PageWalk(watchers));
  }

  @Override
  public void head(Node node, int depth) {
    if (node instanceof Element element) {
      place.enter(element, depth);
      for (var watcher : watchers) {
        watcher.enter(element, place);
      }
    } else if (node instanceof TextNode text && place.isShown()) {
      var words = text.getWholeText();
      for (var watcher : watchers) {
        watcher.read(words, place);
      }
    }
  }

  @Override
  public void tail(Node node, int depth) {
    if (node instanceof Element element) {
      for (var watcher : watchers) {
        watcher.leave(element, place);
      }
      place.leave(depth);
    }
  }
}
