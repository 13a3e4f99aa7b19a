package io.sluice.standin;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Turns a text into the markup that the preview shows it with: a headline becomes bold, addresses,
 * names and tags become links, emoji become images with the sign inside.
 */
final class TextMarkup {
  private static final String TIMETABLE =
      "<a href=\"https://harbour-news.example/ferry?lang=en&amp;day=1\" target=\"_blank\""
          + " rel=\"noopener\">timetable</a>";

  private TextMarkup() {}

  static String html(String text) {
    var headline = text.indexOf("\n\n");
    var html = new StringBuilder();
    if (headline > 0) {
      html.append("<b>").append(lines(text.substring(0, headline))).append("</b>");
      return html.append(lines(text.substring(headline))).toString();
    }
    return lines(text);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String lines(String text) {
    var html = new StringBuilder();
    var lines = text.split("\n", -1);
    for (var i = 0; i < lines.length; i++) {
      html.append(i == 0 ? "" : "<br/>");
      words(lines[i], html);
    }
    return html.toString();
  }

  private static void words(String line, StringBuilder html) {
    var words = line.split(" ", -1);
    for (var i = 0; i < words.length; i++) {
      html.append(i == 0 ? "" : " ").append(word(words[i]));
    }
  }

  private static String word(String word) {
    var safe = escaped(word);
    if (word.startsWith("https://")) {
      return link(safe, safe, " target=\"_blank\" rel=\"noopener\"");
    }
    if (word.startsWith("#") && word.length() > 1) {
      return link("?q=" + URLEncoder.encode(word, StandardCharsets.UTF_8), safe, "");
    }
    if (word.startsWith("@") && word.length() > 1) {
      return link("https://t.me/" + escaped(word.substring(1)), safe, " target=\"_blank\"");
    }
    if (word.equals("timetable")) {
      return TIMETABLE;
    }
    return PostWords.EMOJI.contains(word) ? emoji(word) : safe;
  }

  private static String link(String href, String words, String more) {
    return "<a href=\"" + href + "\"" + more + ">" + words + "</a>";
  }

  /** The first one stands for those that a channel made itself, which have a tag of their own. */
  private static String emoji(String sign) {
    var code = HexFormat.of().formatHex(sign.getBytes(StandardCharsets.UTF_8));
    var image =
        "<i class=\"emoji\" style=\"background-image:url('//telegram.org/img/emoji/40/"
            + code.toUpperCase(Locale.ROOT)
            + ".png')\"><b>"
            + sign
            + "</b></i>";
    return sign.equals(PostWords.EMOJI.get(0))
        ? "<tg-emoji emoji-id=\"5368324170671202286\">" + image + "</tg-emoji>"
        : image;
  }
}
