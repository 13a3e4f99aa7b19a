package io.sluice.page;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words of {@code words.conf} by which pages are told, in many languages. */
final class PageWords {
  private static final Config WORDS =
      ConfigFactory.parseResources(
          PageWords.class, "words.conf", ConfigParseOptions.defaults().setAllowMissing(false));

  private static final String ALONE = "=";
  private static final Pattern PARTS = Pattern.compile("[\\n|:·•»!,]|\\s[-–—]\\s");

  /** What is no word, before the first and behind the last. */
  private static final Pattern EDGES = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

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

  /**
   * The first of these words that a text in lower case has, or null. A word with {@code =} before
   * it is one only where a line, or a part of it between such marks as a title has, says nothing
   * else: the 404 of a company's name or of a telephone's number tells nothing of a page.
   */
  static String foundIn(String text, List<String> words) {
    for (var word : words) {
      boolean alone = word.startsWith(ALONE);
      var said = alone ? word.substring(ALONE.length()) : word;
      // Few words are found, so that is looked at first.
      if (text.contains(said) && (!alone || isPart(text, said))) {
        return said;
      }
    }
    return null;
  }

  private static boolean isPart(String text, String word) {
    return PARTS
        .splitAsStream(text)
        .anyMatch(part -> EDGES.matcher(part).replaceAll("").equals(word));
  }
}
