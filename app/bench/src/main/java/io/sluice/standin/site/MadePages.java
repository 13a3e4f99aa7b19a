package io.sluice.standin.site;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Pages as sites have them: 60 to 100 KB of which most is not text. What all sites of a language
 * share is made once.
 */
final class MadePages {
  private static final int SIZES = 5;
  private static final int SMALLEST = 61_000;
  private static final int STEP = 8_500;
  private static final int HEAD = 24_000;

  private final Map<SiteLanguage, byte[][]> middles = new EnumMap<>(SiteLanguage.class);
  private final String style = style();

  MadePages() {
    for (var language : SiteLanguage.values()) {
      var sizes = new byte[SIZES][];
      for (int i = 0; i < SIZES; i++) {
        sizes[i] = bytes(cards(language, SMALLEST - HEAD + i * STEP));
      }
      middles.put(language, sizes);
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  byte[] home(MadeSite site) {
    return page(site, site.company(), true);
  }

  byte[] about(MadeSite site) {
    return page(site, site.language().about() + " - " + site.company(), true);
  }

  byte[] contact(MadeSite site) {
    return bytes(
        head(site, site.language().contact() + " - " + site.company())
            + "<main><h1>"
            + site.language().contact()
            + "</h1><p>"
            + site.language().second()
            + "</p><form method=\"post\" action=\"/send\"><label>Name <input name=\"name\" required></label>"
            + "<label>E-Mail <input type=\"email\" name=\"email\" required></label>"
            + "<label>Text <textarea name=\"message\" required></textarea></label>"
            + "<button type=\"submit\">OK</button></form><p>info@"
            + site.host()
            + "</p><p>+49 30 "
            + (1_000_000 + site.number())
            + "</p></main></body></html>");
  }

  private byte[] page(MadeSite site, String title, boolean isLong) {
    var out = new ByteArrayOutputStream(120_000);
    out.writeBytes(bytes(head(site, title) + "<main><h1>" + site.company() + "</h1>"));
    if (isLong) {
      out.writeBytes(middles.get(site.language())[site.number() % SIZES]);
    }
    out.writeBytes(bytes(foot(site)));
    return out.toByteArray();
  }

  private String head(MadeSite site, String title) {
    var language = site.language();
    return "<!DOCTYPE html>\n<html lang=\""
        + language.code()
        + "\"><head><meta charset=\"utf-8\"><title>"
        + title
        + "</title><meta name=\"description\" content=\""
        + language.first()
        + "\"><meta property=\"og:site_name\" content=\""
        + site.company()
        + "\"><script type=\"application/ld+json\">{\"@context\":\"https://schema.org\",\"@type\":\"Organization\",\"name\":\""
        + site.company()
        + "\",\"url\":\"https://"
        + site.host()
        + "/\",\"telephone\":\"+49 30 "
        + (1_000_000 + site.number())
        + "\"}</script>"
        + style
        + "</head><body><nav><a href=\"/\">Home</a><a href=\"/products\">Products</a><a href=\""
        + language.contactPath()
        + "\">"
        + language.contact()
        + "</a><a href=\"/about\">"
        + language.about()
        + "</a></nav>";
  }

  private static String foot(MadeSite site) {
    return "</main><footer><p>"
        + site.company()
        + ", 12 Mill Lane, 10115 Berlin</p><a href=\"mailto:info@"
        + site.host()
        + "\">info@"
        + site.host()
        + "</a><a href=\"https://www.linkedin.com/company/company-"
        + site.number()
        + "\">LinkedIn</a></footer></body></html>";
  }

  private static String style() {
    var style = new StringBuilder("<style>");
    for (int i = 0; style.length() < HEAD / 2; i++) {
      style.append(".c").append(i).append("{margin:").append(i % 40);
      style.append("px 0;color:#").append(100 + i % 800).append(";display:flex}\n");
    }
    style.append("</style><script>");
    for (int i = 0; style.length() < HEAD; i++) {
      style.append("window.q").append(i).append("=function(a){return a<").append(i);
      style.append("?document.querySelector('.c").append(i).append("'):null};\n");
    }
    return style.append("</script>").toString();
  }

  private static String cards(SiteLanguage language, int size) {
    var cards = new StringBuilder();
    for (int i = 0; cards.length() < size; i++) {
      cards.append("<section class=\"c").append(i).append(" card\" data-id=\"").append(i);
      cards.append("\"><div class=\"inner\"><img src=\"/i/").append(i);
      cards.append(
          ".webp\" alt=\"\" width=\"640\" height=\"480\" loading=\"lazy\"><h2><a href=\"/p/");
      cards.append(i).append("\">").append(i).append("</a></h2><p>");
      cards.append(i % 2 == 0 ? language.first() : language.second());
      cards
          .append("</p><ul><li><span>")
          .append(i * 7)
          .append("</span></li></ul></div></section>\n");
    }
    return cards.toString();
  }
}
