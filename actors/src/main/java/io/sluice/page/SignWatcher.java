package io.sluice.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jsoup.nodes.Element;

/**
 * Gathers what only tells what kind of page it is: where its scripts come from, and their words.
 */
final class SignWatcher implements Watcher {
  private static final int MOST = 60;
  private static final int SCRIPT = 20_000;
  private static final int SCRIPTS = 300_000;

  private final List<String> sources = new ArrayList<>();
  private final StringBuilder scripts = new StringBuilder();
  private final Emails emails;
  private boolean scriptsWriteMail;
  private boolean frameset;

  SignWatcher(Emails emails) {
    this.emails = emails;
  }

  @Override
  public void enter(Element element, Place place) {
    switch (element.normalName()) {
      case "script" -> script(element);
      case "iframe", "frame" -> addSource(element.attr("src"));
      case "form" -> addSource(element.attr("action"));
      case "frameset" -> frameset = true;
      case "a" -> link(element);
      default -> {
        if (element.attributesSize() > 0 && element.hasAttr("data-cfemail")) {
          emails.hide("cloudflare");
        }
      }
    }
  }

  /** Addresses of scripts, frames and forms, in lower case. */
  List<String> sources() {
    return sources;
  }

  /** Beginnings of scripts that stand in the page, in lower case. */
  String scripts() {
    return scripts.toString();
  }

  boolean isFrameset() {
    return frameset;
  }

  private void script(Element element) {
    var source = element.attr("src");
    if (!source.isEmpty()) {
      addSource(source);
      return;
    }
    if (scripts.length() > SCRIPTS || element.attr("type").contains("json")) {
      return;
    }
    var data = element.data();
    var beginning = data.substring(0, Math.min(data.length(), SCRIPT)).toLowerCase(Locale.ROOT);
    scripts.append(beginning).append('\n');
    boolean writes = beginning.contains("document.write") || beginning.contains("innerhtml");
    if (!scriptsWriteMail
        && writes
        && (beginning.contains("mailto") || beginning.contains("cloak"))) {
      scriptsWriteMail = true;
      emails.hide("script");
    }
  }

  private void link(Element element) {
    var href = element.attr("href");
    if (href.contains("/cdn-cgi/l/email-protection")) {
      emails.hide("cloudflare");
    } else if (href.regionMatches(true, 0, "javascript:", 0, 11)) {
      if (href.toLowerCase(Locale.ROOT).contains("mail")) {
        emails.hide("script");
      }
    } else if (element.hasAttr("data-email") || element.hasAttr("data-mail")) {
      emails.hide("script");
    } else if (element.hasAttr("data-cfemail")) {
      emails.hide("cloudflare");
    }
  }

  private void addSource(String source) {
    if (!source.isEmpty() && sources.size() < MOST && source.length() < 2_000) {
      sources.add(source.toLowerCase(Locale.ROOT));
    }
  }
}
