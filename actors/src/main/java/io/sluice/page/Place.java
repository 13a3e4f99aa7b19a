package io.sluice.page;

import io.sluice.page.Region.Purpose;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;

/** Where a walk through a page is: in which region, and whether a reader sees what stands there. */
final class Place {
  private static final List<String> NOTICES =
      List.of("cookie", "consent", "gdpr", "dsgvo", "onetrust", "cmplz", "cky-", "usercentrics");
  private static final List<String> NAVIGATIONS =
      List.of("navbar", "navigation", "breadcrumb", "menu", "pagination", "skip-link", "topbar");
  private static final List<String> ASIDES =
      List.of(
          "sidebar",
          "related",
          "share",
          "social",
          "widget-area",
          "popup",
          "modal",
          "advert",
          "comments");

  private static final Pattern SIZELESS = Pattern.compile("font-size:0(px|em|%)?(;|$)");

  private final List<Region> regions = new ArrayList<>();
  private int hidden = -1;
  private int depth;

  void enter(Element element, int at) {
    depth = at;
    var outer = regions.isEmpty() ? new Region(Purpose.BODY, true) : regions.get(at - 1);
    var own = regionOf(element, outer);
    regions.add(own == null ? outer : own);
    if (hidden < 0 && hides(element)) {
      hidden = at;
    }
  }

  void leave(int at) {
    regions.remove(regions.size() - 1);
    if (hidden == at) {
      hidden = -1;
    }
    depth = at - 1;
  }

  Region region() {
    return regions.get(regions.size() - 1);
  }

  boolean isShown() {
    return hidden < 0;
  }

  /** Whether something within an element at this depth hides what stands here. */
  boolean isHiddenBelow(int outer) {
    return hidden > outer;
  }

  int depth() {
    return depth;
  }

  private static boolean hides(Element element) {
    switch (element.normalName()) {
      case "script", "style", "noscript", "template", "svg", "select", "textarea", "iframe":
      case "head", "object", "datalist", "noframes", "math", "canvas", "audio", "video":
        return true;
      case "html", "body":
        return false;
      default:
        return element.attributesSize() > 0 && hidesByAttribute(element);
    }
  }

  static boolean hidesByAttribute(Element element) {
    if (element.hasAttr("hidden") || element.attr("aria-hidden").equals("true")) {
      return true;
    }
    var style = element.attr("style");
    if (style.isEmpty() || style.length() > 2_000) {
      return false;
    }
    var written = style.replace(" ", "").toLowerCase(Locale.ROOT);
    return written.contains("display:none")
        || written.contains("visibility:hidden")
        || SIZELESS.matcher(written).find();
  }

  private static Region regionOf(Element element, Region outer) {
    var purpose = byTag(element.normalName());
    if (purpose == null && element.attributesSize() > 0) {
      purpose = byRole(element.attr("role"));
    }
    if (purpose == Purpose.HEADER && outer.purpose() == Purpose.MAIN) {
      return null;
    }
    if (purpose != null) {
      return new Region(purpose, true);
    }
    purpose = element.attributesSize() == 0 ? null : byName(element);
    return purpose == null || purpose == outer.purpose() ? null : new Region(purpose, false);
  }

  private static Purpose byTag(String tag) {
    return switch (tag) {
      case "main", "article" -> Purpose.MAIN;
      case "nav", "menu" -> Purpose.NAVIGATION;
      case "footer" -> Purpose.FOOTER;
      case "header" -> Purpose.HEADER;
      case "aside" -> Purpose.ASIDE;
      case "dialog" -> Purpose.NOTICE;
      case "form" -> Purpose.FORM;
      default -> null;
    };
  }

  private static Purpose byRole(String role) {
    return switch (role) {
      case "main", "article" -> Purpose.MAIN;
      case "navigation", "menu", "menubar" -> Purpose.NAVIGATION;
      case "contentinfo" -> Purpose.FOOTER;
      case "banner" -> Purpose.HEADER;
      case "complementary" -> Purpose.ASIDE;
      case "dialog", "alertdialog" -> Purpose.NOTICE;
      default -> null;
    };
  }

  private static Purpose byName(Element element) {
    switch (element.normalName()) {
      case "html", "body", "a", "p", "h1", "h2", "h3", "td", "input", "img", "span", "li":
        return null;
      default:
    }
    var names = element.id() + " " + element.className();
    if (names.length() < 4 || names.length() > 1_000) {
      return null;
    }
    names = names.toLowerCase(Locale.ROOT);
    if (PageWords.foundIn(names, NOTICES) != null) {
      return Purpose.NOTICE;
    }
    if (names.contains("footer") || names.contains("copyright")) {
      return Purpose.FOOTER;
    }
    if (PageWords.foundIn(names, NAVIGATIONS) != null) {
      return Purpose.NAVIGATION;
    }
    return PageWords.foundIn(names, ASIDES) == null ? null : Purpose.ASIDE;
  }
}
