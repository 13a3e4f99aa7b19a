package io.sluice.telegram.preview;

import io.sluice.telegram.preview.PreviewPage.Landing;
import io.sluice.telegram.preview.PreviewPage.Landing.Kind;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * The page that the site shows where it has no history to show: a page goes in, what it says of the
 * name comes out. Its status code is 200 always, so that its words are the only sign.
 */
final class LandingPage {
  private static final Pattern RESTRICTED = Pattern.compile("can['’]t be displayed because");
  private static final Pattern SUBSCRIBERS = Pattern.compile("\\bsubscribers?\\b");
  private static final Pattern MEMBERS = Pattern.compile("\\bmembers?\\b");
  private static final Pattern PERSON = Pattern.compile("@\\w+|.*\\bmonthly users?");

  private LandingPage() {}

  /** Nothing for a page that is none of these. */
  static Optional<Landing> of(Document page) {
    return kind(page).map(kind -> new Landing(kind, title(page)));
  }

  /** Says so in place of posts; a page with posts may only quote it. */
  static boolean restricts(Document page) {
    return page.select(".tgme_page, .tgme_channel_history, [class*=no_messages_found]").stream()
        .anyMatch(part -> RESTRICTED.matcher(part.text()).find());
  }

  private static Optional<Kind> kind(Document page) {
    if (restricts(page)) {
      return Optional.of(Kind.RESTRICTED);
    }
    return page.select(".tgme_page_extra").stream()
        .map(Element::text)
        .flatMap(extra -> kindByCount(extra).stream())
        .findFirst()
        .or(() -> kindByTitle(page.title()));
  }

  private static Optional<Kind> kindByCount(String extra) {
    if (SUBSCRIBERS.matcher(extra).find()) {
      return Optional.of(Kind.CHANNEL);
    }
    if (MEMBERS.matcher(extra).find()) {
      return Optional.of(Kind.GROUP);
    }
    return PERSON.matcher(extra.strip()).matches() ? Optional.of(Kind.USER) : Optional.empty();
  }

  private static Optional<Kind> kindByTitle(String title) {
    if (title.startsWith("Telegram: Contact @")) {
      return Optional.of(Kind.CONTACT);
    }
    return title.startsWith("Telegram: View @") ? Optional.of(Kind.CHANNEL) : Optional.empty();
  }

  private static String title(Document page) {
    var title = page.selectFirst(".tgme_page_title");
    return title == null ? "" : title.text();
  }
}
