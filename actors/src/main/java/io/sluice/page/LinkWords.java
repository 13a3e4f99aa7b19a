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
  int score(Link link) {
    int said = ofText(PageWords.lower(link.text()));
    return said == 100 ? said : Math.max(said, ofPath(PageAddress.path(link.address())));
  }

  private int ofText(String text) {
    for (var word : dense) {
      if (text.contains(word)) {
        return text.length() <= word.length() + 2 ? 100 : text.length() < 20 ? 60 : NONE;
      }
    }
    var plain = plain(text);
    if (words.contains(plain)) {
      return 100;
    }
    var said = plain.split(" ");
    if (said.length > MOST_SAID || plain.isEmpty()) {
      return NONE;
    }
    for (int start = 0; start < said.length; start++) {
      if (hasWordAt(said, start)) {
        return start == 0 ? 80 : 60;
      }
    }
    return said.length <= 2 && isCompound(said[0]) ? 30 : NONE;
  }

  private boolean hasWordAt(String[] said, int start) {
    var word = new StringBuilder();
    for (int at = start; at < Math.min(said.length, start + MOST_IN_WORD); at++) {
      word.append(at == start ? "" : " ").append(said[at]);
      if (words.contains(word.toString())) {
        return true;
      }
    }
    return false;
  }

  /** Such as Kontaktformular. */
  private boolean isCompound(String said) {
    var before = compounds.floor(said);
    return before != null && said.startsWith(before);
  }

  /** Of the last parts of a path; what stands before is where the whole site is. */
  private int ofPath(String path) {
    int query = path.indexOf('?');
    var segments = decoded(query < 0 ? path : path.substring(0, query)).split("/");
    if (segments.length > SEGMENTS + 1) {
      return NONE;
    }
    int last = segments.length - 1;
    if (last < 0) {
      return NONE;
    }
    int dot = segments[last].lastIndexOf('.');
    var name = plain(dot > 0 ? segments[last].substring(0, dot) : segments[last]);
    if (words.contains(name) || dense.contains(name)) {
      return 50;
    }
    if (last > 0 && name.equals("index") && words.contains(plain(segments[last - 1]))) {
      return 50;
    }
    var parts = name.split(" ");
    return parts.length <= 3 && (hasWordAt(parts, 0) || isCompound(parts[0])) ? 20 : NONE;
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
