package io.sluice.page;

import java.util.List;

/**
 * What a page shows that tells what kind of page it is.
 *
 * @param title in lower case, as are all others
 * @param heading the first one
 * @param text what a reader sees, as far as it matters
 * @param words that a reader sees
 * @param sources of scripts, frames and forms
 * @param scripts that stand in it
 */
record PageSigns(
    FetchedPage page,
    String title,
    String heading,
    String text,
    int words,
    List<String> sources,
    String scripts) {
  private static final int SHOWN = 4_000;

  static PageSigns of(
      FetchedPage page, HeadWatcher head, List<TextBlock> blocks, SignWatcher signs) {
    var text = new StringBuilder();
    int words = 0;
    for (var block : blocks) {
      words += block.words();
      if (text.length() < SHOWN) {
        text.append(PageWords.lower(block.text())).append('\n');
      }
    }
    return new PageSigns(
        page,
        PageWords.lower(head.title()),
        PageWords.lower(head.heading()),
        text.toString().replace('’', '\''),
        words,
        signs.sources(),
        signs.scripts());
  }

  /** The first of these hosts from which something of it comes, or null. */
  String sourceOf(List<String> hosts) {
    for (var source : sources) {
      var found = PageWords.foundIn(source, hosts);
      if (found != null) {
        return found;
      }
    }
    return null;
  }
}
