package io.sluice.page;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Words of links to one kind of page: what a link says and where it leads go in, how sure it is
 * that it leads there comes out.
 */
final class LinkWords {
  static final int NONE = 0;

  private static final int MOST_SAID = 8;
  private static final int MOST_IN_WORD = 4;
  private static final int COMPOUND = 5;
  private static final int SEGMENTS = 4;

  private final Set<String> words = new HashSet<>();
  private final TreeSet<String> compounds = new TreeSet<>();
  private final List<String> dense = new ArrayList<>();

  LinkWords(String list) {
    for (var word : PageWords.all(list)) {
      if (word.charAt(0) >= '\u2E80' || word.charAt(0) >= '\u0E00' && word.charAt(0) < '\u0E80') {
        dense.add(word);
      } else {
        var plain = plain(word);
        words.add(plain);
        if (plain.length() >= COMPOUND && plain.indexOf(' ') < 0) {
          compounds.add(plain);
        }
      }
    }
  }

  /** What the link says counts more than where it leads. */
  int score(Said link) {
    int said = ofText(link);
    return said == 100 ? said : Math.max(said, ofPath(link));
  }

  private int ofText(Said link) {
    for (var word : dense) {
      if (link.text().contains(word)) {
        return link.text().length() <= word.length() + 2
            ? 100
            : link.text().length() < 20 ? 60 : NONE;
      }
    }
    var said = link.words();
    if (said.length == 0 || said.length > MOST_SAID) {
      return NONE;
    }
    for (int start = 0; start < said.length; start++) {
      int count = wordsAt(said, start);
      if (count > 0) {
        return count == said.length ? 100 : start == 0 ? 80 : 60;
      }
    }
    return said.length <= 2 && isCompound(said[0]) ? 30 : NONE;
  }

  /** How many of these words are one of ours, the longest first; none is 0. */
  private int wordsAt(String[] said, int start) {
    int found = 0;
    var word = said[start];
    for (int at = start; at < Math.min(said.length, start + MOST_IN_WORD); at++) {
      word = at == start ? word : word + " " + said[at];
      found = words.contains(word) ? at + 1 - start : found;
    }
    return found;
  }

  /** Such as Kontaktformular. */
  private boolean isCompound(String said) {
    var before = compounds.floor(said);
    return before != null && said.startsWith(before);
  }

  /** Of the last part of a path; what stands before is where the whole site is. */
  private int ofPath(Said link) {
    var name = link.name();
    if (name.length == 0 || name.length > 4) {
      return NONE;
    }
    if (wordsAt(name, 0) == name.length || dense.contains(name[0])) {
      return 50;
    }
    return name.length <= 3 && (wordsAt(name, 0) > 0 || isCompound(name[0])) ? 20 : NONE;
  }

  /**
   * A link as it is compared.
   *
   * @param text in lower case
   * @param words of it
   * @param name words of the last part of its path
   */
  record Said(Link link, String text, String[] words, String[] name) {
    static Said of(Link link) {
      var text = PageWords.lower(link.text());
      return new Said(link, text, split(text), name(PageAddress.path(link.address())));
    }

    private static String[] name(String path) {
      int query = path.indexOf('?');
      var segments = decoded(query < 0 ? path : path.substring(0, query)).split("/");
      int last = segments.length - 1;
      if (last < 0 || segments.length > SEGMENTS + 1) {
        return new String[0];
      }
      int dot = segments[last].lastIndexOf('.');
      var name = split(dot > 0 ? segments[last].substring(0, dot) : segments[last]);
      boolean isIndex = last > 0 && name.length == 1 && name[0].equals("index");
      return isIndex ? split(segments[last - 1]) : name;
    }

    private static String[] split(String text) {
      var plain = plain(text);
      return plain.isEmpty() ? new String[0] : plain.split(" ");
    }
  }

  private static String decoded(String path) {
    var lower = PageWords.lower(path);
    try {
      return lower.indexOf('%') < 0
          ? lower
          : PageWords.lower(URLDecoder.decode(lower.replace("+", "%2B"), StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      return lower;
    }
  }

  /** Letters and digits; all else is one space. */
  private static String plain(String text) {
    var plain = new StringBuilder(text.length());
    boolean apart = false;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (Character.isLetterOrDigit(c) || Character.getType(c) == Character.NON_SPACING_MARK) {
        if (apart && !plain.isEmpty()) {
          plain.append(' ');
        }
        apart = false;
        plain.append(c);
      } else {
        apart = true;
      }
    }
    return plain.toString();
  }
}
