package io.sluice.telegram.preview;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;

/**
 * How an element of a post's text formats what is in it, in the words of Telegram Desktop's export.
 *
 * @param href where a {@code text_link} leads; null for all others, whose text says it
 */
record TextFormat(String type, String href) {
  static final TextFormat PLAIN = new TextFormat("plain", null);

  /** Those that a bold or italic within does not replace. */
  private static final Set<String> LASTING =
      Set.of("link", "text_link", "mention", "hashtag", "cashtag", "email", "phone", "pre", "code");

  /** What the site's way of escaping makes. */
  private static final Pattern ESCAPED = Pattern.compile("&(?:amp|lt|gt|quot|#0?39);");

  /** Nothing for an element that does not format. */
  static Optional<TextFormat> of(Element element) {
    return switch (element.normalName()) {
      case "b", "strong" -> Optional.of(new TextFormat("bold", null));
      case "i", "em" -> Optional.of(new TextFormat("italic", null));
      case "u", "ins" -> Optional.of(new TextFormat("underline", null));
      case "s", "strike", "del" -> Optional.of(new TextFormat("strikethrough", null));
      case "tg-spoiler" -> Optional.of(new TextFormat("spoiler", null));
      case "code", "pre", "blockquote" -> Optional.of(new TextFormat(element.normalName(), null));
      case "a" -> element.hasAttr("href") ? Optional.of(link(element)) : Optional.empty();
      default -> Optional.empty();
    };
  }

  boolean lasts() {
    return LASTING.contains(type);
  }

  private static TextFormat link(Element a) {
    var text = a.wholeText().strip();
    var written = once(a, a.attr("href").strip());
    var href = a.absUrl("href").isEmpty() ? written : once(a, a.absUrl("href"));
    if (isSearch(written, text, '#', "?q=%23")) {
      return new TextFormat("hashtag", null);
    }
    if (isSearch(written, text, '$', "?q=%24")) {
      return new TextFormat("cashtag", null);
    }
    if (text.startsWith("@") && lower(href).endsWith("/" + lower(text.substring(1)))) {
      return new TextFormat("mention", null);
    }
    if (href.equalsIgnoreCase("mailto:" + text)) {
      return new TextFormat("email", null);
    }
    if (href.equalsIgnoreCase("tel:" + text)) {
      return new TextFormat("phone", null);
    }
    return bare(href).equals(bare(text))
        ? new TextFormat("link", null)
        : new TextFormat("text_link", href);
  }

  /** Since April 2024 the site escapes addresses twice in links that ask before they are opened. */
  private static String once(Element a, String address) {
    return a.hasAttr("onclick")
        ? ESCAPED
            .matcher(address)
            .replaceAll(
                found -> Matcher.quoteReplacement(Parser.unescapeEntities(found.group(), true)))
        : address;
  }

  private static boolean isSearch(String href, String text, char sign, String query) {
    return href.startsWith(query) || text.indexOf(sign) == 0 && href.contains(query);
  }

  /** Without what is added to an address that was typed without it. */
  private static String bare(String address) {
    return lower(address).replaceFirst("^https?://", "").replaceFirst("/$", "");
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
