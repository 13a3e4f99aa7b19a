package io.sluice.page;

import org.jsoup.nodes.Element;

/** Looks at the elements of a page while they are walked through, once each, in their order. */
interface Watcher {
  void enter(Element element, Place place);

  /** What a reader sees. */
  default void read(String text, Place place) {}

  default void leave(Element element, Place place) {}
}
