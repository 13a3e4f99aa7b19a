package io.sluice.page;

import java.util.Locale;
import java.util.Optional;

/**
 * The language of a page.
 *
 * @param code such as {@code de}; empty where it cannot be told
 * @param declared what the page says, such as {@code en-US}; empty where it says nothing
 * @param rule {@code declared}, or {@code text} where that tells better
 */
public record Language(String code, String declared, String rule) {
  private static final int ENOUGH = 120;

  /** Characters of a text behind which it is believed against what is declared. */
  static final int TELLING = 300;

  /**
   * @param home of the site's home page, if that has text enough to tell; a page that declares the
   *     same is in the same one, if the home page's text has borne it out
   */
  static Language of(String declared, String text, Optional<Language> home) {
    return home.filter(site -> site.declared().equals(declared) && site.rule().equals("declared"))
        .orElseGet(() -> of(declared, text));
  }

  /**
   * Text wins where there is enough of it: many a page has kept the declaration of what it was made
   * with.
   */
  static Language of(String declared, String text) {
    var named = code(declared);
    var told = text.length() < ENOUGH && !named.isEmpty() ? "" : LanguageModel.tell(text);
    if (told.isEmpty() || told.equals(named) || isNear(told, named)) {
      return new Language(named, declared, named.isEmpty() ? "" : "declared");
    }
    return named.isEmpty() || text.length() >= TELLING || !LanguageModel.knows(named)
        ? new Language(told, declared, "text")
        : new Language(named, declared, "declared");
  }

  /** The region of what is declared, such as {@code US}; empty where there is none. */
  String region() {
    for (var part : declared.split("[-_]")) {
      if (part.length() == 2 && !part.equalsIgnoreCase(code) && isAscii(part)) {
        return part.toUpperCase(Locale.ROOT);
      }
    }
    return "";
  }

  private static String code(String declared) {
    var first = declared.strip().split("[-_,; ]", 2)[0].toLowerCase(Locale.ROOT);
    if (!(first.length() == 2 || first.length() == 3) || !isAscii(first)) {
      return "";
    }
    return switch (first) {
      case "nb", "nn" -> "no";
      case "iw" -> "he";
      case "in" -> "id";
      default -> first;
    };
  }

  /** What texts cannot tell apart well. */
  private static boolean isNear(String told, String named) {
    return switch (told) {
      case "hr", "sr", "bs" -> named.equals("hr") || named.equals("sr") || named.equals("bs");
      case "no", "da" -> named.equals("no") || named.equals("da");
      case "id", "ms" -> named.equals("id") || named.equals("ms");
      case "cs", "sk" -> named.equals("cs") || named.equals("sk");
      case "es", "gl", "ca", "pt" -> named.equals("gl");
      default -> false;
    };
  }

  private static boolean isAscii(String part) {
    return part.chars().allMatch(c -> c < 0x80 && Character.isLetter(c));
  }
}
