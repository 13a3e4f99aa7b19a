package io.sluice.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jsoup.nodes.Element;

/** Gathers what a page links to: pages, frames, addresses of mail and numbers of telephones. */
final class LinkWatcher implements Watcher {
  private static final int MOST = 400;
  private static final int MOST_APART = 50;
  private static final int TEXT = 100;

  private final String address;
  private final Map<String, Link> links = new LinkedHashMap<>();
  private final List<String> frames = new ArrayList<>();
  private final List<String> inlineFrames = new ArrayList<>();
  private final List<String> mails = new ArrayList<>();
  private final List<String> telephones = new ArrayList<>();
  private String base;
  private CleanText text;
  private Element within;

  LinkWatcher(String address) {
    this.address = address;
    base = address;
  }

  @Override
  public void enter(Element element, Place place) {
    switch (element.normalName()) {
      case "a", "area" -> enterLink(element);
      case "img" -> {
        if (within != null) {
          text.endWord();
          text.add(element.attr("alt"));
        }
      }
      case "frame" -> add(frames, element.attr("src"));
      case "iframe" -> add(inlineFrames, element.attr("src"));
      case "base" -> {
        if (base.equals(address)) {
          base = PageAddress.resolve(address, element.attr("href")).orElse(address);
        }
      }
      default -> {
        if (within != null && element.isBlock()) {
          text.endWord();
        }
      }
    }
  }

  @Override
  public void read(String words, Place place) {
    if (within != null) {
      text.add(words);
    }
  }

  @Override
  public void leave(Element element, Place place) {
    if (element == within) {
      finish();
    }
  }

  String base() {
    return base;
  }

  List<Link> links() {
    return List.copyOf(links.values());
  }

  /** Of framesets. */
  List<String> frames() {
    return frames;
  }

  List<String> inlineFrames() {
    return inlineFrames;
  }

  /** What stands behind {@code mailto:}. */
  List<String> mails() {
    return mails;
  }

  /** What stands behind {@code tel:}. */
  List<String> telephones() {
    return telephones;
  }

  private void enterLink(Element element) {
    var href = element.attr("href").strip();
    if (href.regionMatches(true, 0, "mailto:", 0, 7)) {
      keep(mails, href.substring(7));
    } else if (href.regionMatches(true, 0, "tel:", 0, 4)) {
      keep(telephones, href.substring(4));
    } else if (href.regionMatches(true, 0, "callto:", 0, 7)) {
      keep(telephones, href.substring(7));
    } else if (within == null && !href.isEmpty() && links.size() < MOST) {
      within = element;
      text = new CleanText(TEXT);
    }
  }

  private void finish() {
    var said = text.toString();
    if (said.isEmpty()) {
      said = CleanText.line(within.attr("aria-label") + " " + within.attr("title"), TEXT);
    }
    var label = said;
    boolean nofollow = within.attr("rel").contains("nofollow");
    PageAddress.resolve(base, within.attr("href"))
        .ifPresent(
            found ->
                links.merge(
                    found,
                    new Link(found, label, nofollow),
                    (before, now) -> before.text().isEmpty() ? now : before));
    within = null;
  }

  private void add(List<String> frames, String source) {
    PageAddress.resolve(base, source).ifPresent(found -> keep(frames, found));
  }

  private static void keep(List<String> kept, String value) {
    if (kept.size() < MOST_APART && value.length() < 1_000) {
      kept.add(value);
    }
  }
}
