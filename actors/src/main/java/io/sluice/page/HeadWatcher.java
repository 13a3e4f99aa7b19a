package io.sluice.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;

/** Gathers what a page says of itself in its head. */
final class HeadWatcher implements Watcher {
  private static final int METAS = 200;
  private static final int TITLE = 300;
  private static final int LANGUAGE = 40;

  /**
   * @param name of a {@code meta}, in lower case, whether it is a name or a property
   */
  record Meta(String name, String content) {}

  private final List<Meta> metas = new ArrayList<>();
  private String title = "";
  private String language = "";
  private String canonical = "";
  private String refresh = "";
  private String heading = "";

  @Override
  public void enter(Element element, Place place) {
    switch (element.normalName()) {
      case "html" -> language = language.isEmpty() ? languageOf(element) : language;
      case "title" -> {
        if (title.isEmpty() && !"svg".equals(nameOfParent(element))) {
          title = ShortText.of(element, TITLE);
        }
      }
      case "meta" -> meta(element);
      case "link" -> {
        if (canonical.isEmpty() && element.attr("rel").equalsIgnoreCase("canonical")) {
          canonical = element.attr("href");
        }
      }
      case "h1" -> heading = heading.isEmpty() ? ShortText.of(element, TITLE) : heading;
      default -> {}
    }
  }

  /** The content of the first of these that says anything, empty where none does. */
  String meta(String... names) {
    for (var name : names) {
      for (var meta : metas) {
        if (meta.name().equals(name) && !meta.content().isBlank()) {
          return meta.content();
        }
      }
    }
    return "";
  }

  /** All contents of one name. */
  List<String> metas(String name) {
    return metas.stream().filter(meta -> meta.name().equals(name)).map(Meta::content).toList();
  }

  String title() {
    return title;
  }

  /** As the page declares it. */
  String language() {
    return language;
  }

  String canonical() {
    return canonical;
  }

  /** The address to which it sends its readers on by itself. */
  String refresh() {
    return refresh;
  }

  /** The first heading. */
  String heading() {
    return heading;
  }

  private void meta(Element element) {
    var content = element.attr("content");
    var kind = element.attr("http-equiv").toLowerCase(Locale.ROOT);
    if (kind.equals("refresh")) {
      int url = content.toLowerCase(Locale.ROOT).indexOf("url=");
      refresh = url < 0 ? refresh : content.substring(url + 4).replaceAll("^['\"]|['\"]$", "");
    } else if (kind.equals("content-language") && language.isEmpty()) {
      language = CleanText.line(content, LANGUAGE);
    } else if (metas.size() < METAS) {
      var name = element.attr("name").isEmpty() ? element.attr("property") : element.attr("name");
      if (!name.isEmpty() && name.length() < 100) {
        metas.add(new Meta(name.toLowerCase(Locale.ROOT), CleanText.line(content, 1_000)));
      }
    }
  }

  private static String languageOf(Element html) {
    var said = html.attr("lang");
    return CleanText.line(said.isEmpty() ? html.attr("xml:lang") : said, LANGUAGE);
  }

  private static String nameOfParent(Element element) {
    return element.parent() == null ? null : element.parent().normalName();
  }
}
