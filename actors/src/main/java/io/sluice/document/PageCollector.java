package io.sluice.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/**
 * Collects a document's text by pages: XHTML comes in as Tika's parsers write it, pieces come out
 * of which none is longer than can be searched for. Runs of white space are one, before anything is
 * counted. Used by one thread, until another cuts it off.
 */
final class PageCollector extends DefaultHandler {
  /** PostgreSQL takes a megabyte of words and their places for one row. */
  private static final int BLOCK = 50_000;

  private static final Set<String> PAGES = Set.of("page", "slide-content");

  private final ExtractBudget budget;
  private final List<PageText> pieces = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int page = 1;
  private int block = 1;
  private int pagesBegun;
  private int bodies;
  private long characters;
  private boolean space;
  private boolean line;
  private boolean late;

  PageCollector(ExtractBudget budget) {
    this.budget = budget;
  }

  @Override
  public void startElement(String uri, String name, String qualified, Attributes attributes) {
    if (name.equals("body")) {
      bodies++;
    } else if (bodies == 1 && name.equals("div") && isPage(attributes)) {
      synchronized (budget) {
        beginPage();
      }
    }
  }

  private static boolean isPage(Attributes attributes) {
    var kind = attributes.getValue("class");
    return kind != null && PAGES.contains(kind);
  }

  /** What stands before the first page is of that. */
  private void beginPage() {
    if (pagesBegun > 0) {
      endBlock();
      page++;
      block = 1;
    }
    pagesBegun++;
  }

  @Override
  public void endElement(String uri, String name, String qualified) {
    if (name.equals("body")) {
      bodies--;
    }
  }

  @Override
  public void ignorableWhitespace(char[] chars, int start, int length)
      throws LimitReachedException {
    characters(chars, start, length);
  }

  @Override
  public void characters(char[] chars, int start, int length) throws LimitReachedException {
    if (bodies == 0) {
      return;
    }
    // White space is no text, and what goes on behind it may be parts that are to be counted.
    late = budget.isLate();
    if (late && budget.isOver()) {
      budget.checkTime();
    }
    synchronized (budget) {
      for (int i = start; i < start + length; i++) {
        add(chars[i]);
      }
    }
  }

  private void add(char c) throws LimitReachedException {
    if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0) {
      space = true;
      line |= c == '\n';
      return;
    }
    if (late) {
      budget.checkTime();
    }
    if (space && text.length() > 0) {
      put(line ? '\n' : ' ');
    }
    space = false;
    line = false;
    put(c);
  }

  private void put(char c) throws LimitReachedException {
    budget.take(1);
    characters++;
    // Between words, or anywhere in a word that has no end.
    boolean mayEnd = c <= ' ' || text.length() >= 2 * BLOCK && !Character.isLowSurrogate(c);
    if (text.length() >= BLOCK && mayEnd) {
      endBlock();
      block++;
      if (c <= ' ') {
        return;
      }
    }
    text.append(c);
  }

  private void endBlock() {
    if (text.length() > 0 || pagesBegun > 0 && block == 1) {
      var state = text.length() > 0 ? TextState.TEXT : TextState.EMPTY;
      pieces.add(new PageText(page, block, state, text.toString()));
    }
    text.setLength(0);
    space = false;
    line = false;
  }

  /** All that has come, however it ended. */
  List<PageText> pieces() {
    endBlock();
    return pieces;
  }

  /** How many pages were begun; 0 in what has none. */
  int pages() {
    return pagesBegun;
  }

  long characters() {
    return characters;
  }
}
