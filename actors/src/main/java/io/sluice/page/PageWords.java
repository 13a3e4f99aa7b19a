package io.sluice.page;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The words of {@code words.conf} by which pages are told, in many languages. */
final class PageWords {
  private static final Config WORDS =
      ConfigFactory.parseResources(
          PageWords.class, "words.conf", ConfigParseOptions.defaults().setAllowMissing(false));

  private PageWords() {}

  /** All words of a list, whatever their language, in lower case. */
  static List<String> all(String list) {
    return WORDS.getConfig(list).entrySet().stream()
        .flatMap(language -> WORDS.getStringList(list + "." + language.getKey()).stream())
        .map(PageWords::lower)
        .distinct()
        .sorted()
        .toList();
  }

  static Set<String> set(String list) {
    return all(list).stream().collect(Collectors.toUnmodifiableSet());
  }

  /** In lower case, with one i for the four that Turkish and others have. */
  static String lower(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return lower.indexOf('\u0131') < 0 && lower.indexOf('\u0307') < 0
        ? lower
        : lower.replace('\u0131', 'i').replace("\u0307", "");
  }

  /** The languages of a list. */
  static Set<String> languages(String list) {
    return Set.copyOf(WORDS.getObject(list).keySet());
  }

  /** The first word of a list in a language, or in English. */
  static String first(String list, String language) {
    var words = WORDS.getConfig(list);
    return words.getStringList(languages(list).contains(language) ? language : "en").get(0);
  }

  /** The first of these words that a text in lower case has, or null. */
  static String foundIn(String text, List<String> words) {
    for (var word : words) {
      if (has(text, word)) {
        return word;
      }
    }
    return null;
  }

  /** A number is one by itself: no part of another, such as the 404 of 2404. */
  private static boolean has(String text, String word) {
    int at = text.indexOf(word);
    // Few words are found, so that is looked at first.
    boolean isNumber = at >= 0 && word.chars().allMatch(Character::isDigit);
    while (at >= 0 && isNumber && isWithinNumber(text, at, at + word.length())) {
      at = text.indexOf(word, at + 1);
    }
    return at >= 0;
  }

  private static boolean isWithinNumber(String text, int from, int to) {
    return from > 0 && Character.isLetterOrDigit(text.charAt(from - 1))
        || to < text.length() && Character.isLetterOrDigit(text.charAt(to));
  }
}
