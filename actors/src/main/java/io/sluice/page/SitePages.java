package io.sluice.page;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says which more pages of a site are worth a request: facts of its home page go in, two addresses
 * at most come out, of the same registrable domain, in their order.
 */
public final class SitePages {
  private static final int MOST = 2;
  private static final int SHORT = 40;
  private static final Pattern NO_PAGE =
      Pattern.compile(
          ".*\\.(pdf|jpe?g|png|gif|svg|webp|zip|docx?|xlsx?|pptx?|mp[34]|vcf|ics|xml|json|exe|dmg)(\\?.*)?");
  private static final List<String> CONTACT = PageWords.all("contact");
  private static final List<String> IMPRINT = PageWords.all("imprint");
  private static final List<String> ABOUT = PageWords.all("about");

  /** What a page is looked at for. */
  public enum Role {
    /** The page to which a home page leads by itself, or that is its largest part. */
    HOME,
    CONTACT,
    IMPRINT,
    ABOUT
  }

  /**
   * A page to fetch.
   *
   * @param guessed whether nothing links to it
   */
  public record Candidate(URI address, Role role, boolean guessed) {}

  private record Scored(Link link, int score) {}

  private SitePages() {}

  public static List<Candidate> of(PageFacts home) {
    var found = new ArrayList<Candidate>();
    if (!home.state().speaks()) {
      return found;
    }
    if (home.state() == PageState.THIN) {
      onward(home).ifPresent(found::add);
    }
    var contact = best(home, CONTACT, Role.CONTACT);
    var imprint = best(home, IMPRINT, Role.IMPRINT);
    var about = best(home, ABOUT, Role.ABOUT);
    contact.or(() -> imprint).ifPresent(page -> add(found, page));
    about.ifPresent(page -> add(found, page));
    imprint.ifPresent(page -> add(found, page));
    if (contact.isEmpty() && imprint.isEmpty() && home.contacts().forms().isEmpty()) {
      guess(home).ifPresent(page -> add(found, page));
    }
    return List.copyOf(found.subList(0, Math.min(MOST, found.size())));
  }

  /** Whether a page is where somebody has to say who it is. */
  static boolean isImprint(String address, String title) {
    return score(new Link(address, title, false), IMPRINT) > 0;
  }

  private static void add(List<Candidate> found, Candidate page) {
    if (found.stream().noneMatch(one -> one.address().equals(page.address()))) {
      found.add(page);
    }
  }

  private static Optional<Candidate> onward(PageFacts home) {
    var leads = new ArrayList<String>();
    if (!home.heading().refresh().isEmpty()) {
      leads.add(home.heading().refresh());
    }
    leads.addAll(home.frames());
    // The frame with the text is seldom the first: menus are above and on the left.
    leads.sort(Comparator.comparing(SitePages::isMenu));
    return leads.stream()
        .filter(address -> isOfSite(home, address))
        .flatMap(address -> PageAddress.uri(address).stream())
        .map(address -> new Candidate(address, Role.HOME, false))
        .findFirst();
  }

  private static boolean isMenu(String address) {
    var path = PageAddress.path(address).toLowerCase(Locale.ROOT);
    return path.matches(".*(menu|nav|top|left|head|banner|links|oben|titel).*");
  }

  private static Optional<Candidate> best(PageFacts home, List<String> words, Role role) {
    return home.links().stream()
        .filter(link -> isOfSite(home, link.address()))
        .filter(link -> !NO_PAGE.matcher(link.address().toLowerCase(Locale.ROOT)).matches())
        .map(link -> new Scored(link, score(link, words)))
        .filter(scored -> scored.score() > 0)
        .sorted(
            Comparator.comparingInt((Scored scored) -> -scored.score())
                .thenComparingInt(scored -> scored.link().address().length()))
        .flatMap(scored -> PageAddress.uri(scored.link().address()).stream())
        .map(address -> new Candidate(address, role, false))
        .findFirst();
  }

  /**
   * What the link says counts more than where it leads; long texts and paths are about something.
   */
  private static int score(Link link, List<String> words) {
    var text = link.text().toLowerCase(Locale.ROOT);
    var path = decoded(PageAddress.path(link.address()).toLowerCase(Locale.ROOT));
    int best = 0;
    for (var word : words) {
      best = Math.max(best, Math.max(ofText(text, word), ofPath(path, word)));
    }
    return best;
  }

  private static int ofText(String text, String word) {
    if (text.equals(word)) {
      return 100;
    }
    if (text.length() > SHORT || !text.contains(word)) {
      return 0;
    }
    boolean begins = text.startsWith(word) && isEnd(text, word.length());
    int at = text.indexOf(word);
    boolean apart = at > 0 && isEnd(text, at - 1) && isEnd(text, at + word.length());
    boolean withoutSpaces = word.charAt(0) >= '\u2E80';
    return begins ? 80 : apart || withoutSpaces ? 60 : word.length() > 4 ? 30 : 0;
  }

  private static int ofPath(String path, String word) {
    var slug = word.replace(' ', '-');
    int at = path.lastIndexOf(slug);
    if (at < 0 || path.length() > 2 * SHORT) {
      return 0;
    }
    boolean begins = at == 0 || isEnd(path, at - 1);
    boolean ends = isEnd(path, at + slug.length()) && path.indexOf('/', at + slug.length() + 1) < 0;
    return begins && ends ? 50 : begins && slug.length() > 4 ? 20 : 0;
  }

  private static boolean isEnd(String text, int at) {
    return at >= text.length() || !Character.isLetterOrDigit(text.charAt(at));
  }

  private static String decoded(String path) {
    try {
      return path.indexOf('%') < 0
          ? path.replace('_', '-')
          : URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8)
              .toLowerCase(Locale.ROOT)
              .replace('_', '-');
    } catch (IllegalArgumentException e) {
      return path;
    }
  }

  private static Optional<Candidate> guess(PageFacts home) {
    var word = PageWords.first("guesses", home.language().code());
    return PageAddress.resolve(home.address().toString(), "/" + word)
        .flatMap(PageAddress::uri)
        .map(address -> new Candidate(address, Role.CONTACT, true));
  }

  private static boolean isOfSite(PageFacts home, String address) {
    var host = PageAddress.host(address);
    var own = PageAddress.host(home.address().toString());
    return !host.isEmpty()
        && (host.equals(own) || PageAddress.domain(host).equals(PageAddress.domain(own)))
        && !address.equals(home.address().toString());
  }
}
