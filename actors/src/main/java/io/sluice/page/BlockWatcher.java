package io.sluice.page;

import io.sluice.page.TextBlock.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jsoup.nodes.Element;

/** Takes together what a page says in blocks, in their order. */
final class BlockWatcher implements Watcher {
  private static final int MOST_BLOCKS = 5_000;
  private static final int MOST_CHARACTERS = 400_000;
  private static final int BLOCK = 8_000;

  private final List<TextBlock> blocks = new ArrayList<>();
  private CleanText text = new CleanText(BLOCK);
  private Kind kind = Kind.OTHER;
  private Region region;
  private int linked;
  private int links;
  private int characters;

  @Override
  public void enter(Element element, Place place) {
    switch (element.normalName()) {
      case "a" -> links++;
      case "br" -> text.endLine();
      case "img", "input" -> text.endWord();
      default -> {
        if (isBlock(element)) {
          end();
          kind = kindOf(element);
        }
      }
    }
  }

  @Override
  public void read(String words, Place place) {
    if (characters > MOST_CHARACTERS) {
      return;
    }
    int before = text.length();
    text.add(words);
    int added = text.length() - before;
    if (added > 0) {
      region = place.region();
      region.add(added);
      characters += added;
      linked += links > 0 ? added : 0;
    }
  }

  @Override
  public void leave(Element element, Place place) {
    if (element.normalName().equals("a")) {
      links--;
    } else if (isBlock(element)) {
      end();
      kind = Kind.OTHER;
    }
  }

  /** Once the walk is over. */
  List<TextBlock> blocks() {
    end();
    return blocks;
  }

  int characters() {
    return characters;
  }

  private void end() {
    if (text.isEmpty()) {
      return;
    }
    if (blocks.size() < MOST_BLOCKS) {
      blocks.add(new TextBlock(text.toString(), linked, kind, region));
    }
    text = new CleanText(BLOCK);
    linked = 0;
  }

  private static boolean isBlock(Element element) {
    return element.isBlock() || element.normalName().equals("td");
  }

  private static Kind kindOf(Element element) {
    return switch (element.normalName()) {
      case "h1", "h2", "h3", "h4", "h5", "h6" -> Kind.HEADING;
      case "p", "blockquote", "dd" -> Kind.PARAGRAPH;
      default -> Kind.OTHER;
    };
  }
}
