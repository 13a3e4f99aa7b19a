package io.sluice.page;

import io.sluice.page.Region.Purpose;
import io.sluice.page.TextBlock.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * What a page is about, in its own words: blocks go in, those that say something come out, without
 * navigation, notices about cookies, and what stands at the edge of every page.
 *
 * @param text blocks by lines
 * @param words of all that would be taken
 * @param cut whether there was more
 */
public record MainText(String text, int words, boolean cut) {
  private static final int SENTENCE = 60;
  private static final int LONG = 25;
  private static final int WITHIN_MAIN = 12;
  private static final double MOST_LINKED = 0.4;
  private static final List<String> NOTICES = PageWords.all("notices");

  static MainText of(List<TextBlock> blocks, int characters, int most) {
    var taken = taken(blocks, characters);
    var text = new StringBuilder();
    int words = 0;
    boolean cut = false;
    for (var block : taken) {
      words += block.words();
      int room = most - text.length() - 1;
      if (room > block.text().length()) {
        text.append(text.isEmpty() ? "" : "\n").append(block.text());
      } else {
        if (!cut && room > SENTENCE) {
          text.append(text.isEmpty() ? "" : "\n").append(CleanText.line(block.text(), room));
        }
        cut = true;
      }
    }
    return new MainText(text.toString(), words, cut);
  }

  private static List<TextBlock> taken(List<TextBlock> blocks, int characters) {
    var taken = new ArrayList<TextBlock>();
    var known = new HashSet<String>();
    TextBlock heading = null;
    for (var block : blocks) {
      if (isBeside(block, characters)) {
        heading = null;
      } else if (block.kind() == Kind.HEADING) {
        heading = block;
      } else if (says(block) && !isNotice(block) && known.add(block.text())) {
        if (heading != null && known.add(heading.text())) {
          taken.add(heading);
        }
        heading = null;
        taken.add(block);
      }
    }
    return taken;
  }

  private static boolean isBeside(TextBlock block, int characters) {
    return block.region().isBeside(characters)
        || block.linked() > MOST_LINKED * block.text().length();
  }

  /** Short ones only say something where they are sentences, or stand in what is the main part. */
  private static boolean says(TextBlock block) {
    int weight = block.weight();
    if (weight >= SENTENCE) {
      return true;
    }
    boolean within = block.region().purpose() == Purpose.MAIN || block.kind() == Kind.PARAGRAPH;
    return weight >= (within ? WITHIN_MAIN : LONG) && (within || endsSentence(block.text()));
  }

  private static boolean endsSentence(String text) {
    return ".!?\u3002\uFF01\uFF1F\u2026\u061F\u0964".indexOf(text.charAt(text.length() - 1)) >= 0;
  }

  /** Banners without a name by which they could be told. */
  private static boolean isNotice(TextBlock block) {
    return block.text().length() < 800
        && PageWords.foundIn(PageWords.lower(block.text()), NOTICES) != null;
  }
}
