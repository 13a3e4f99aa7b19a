package io.sluice.page;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Says which more pages of a site are worth a request: facts of its home page go in, two addresses
 * at most come out, of the same registrable domain, in their order.
 */
public final class SitePages {
  private static final int MOST = 2;
  private static final Set<String> FILES =
      Set.of(
          "pdf", "jpg", "jpeg", "png", "gif", "svg", "webp", "zip", "doc", "docx", "xls", "xlsx",
          "ppt", "pptx", "mp3", "mp4", "vcf", "ics", "xml", "json", "exe", "dmg");
  private static final LinkWords CONTACT = new LinkWords("contact");
  private static final LinkWords IMPRINT = new LinkWords("imprint");
  private static final LinkWords ABOUT = new LinkWords("about");

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
    var links = own(home);
    var contact = best(links, CONTACT, Role.CONTACT);
    var imprint = best(links, IMPRINT, Role.IMPRINT);
    var about = best(links, ABOUT, Role.ABOUT);
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
    return IMPRINT.score(LinkWords.Said.of(new Link(address, title, false))) > LinkWords.NONE;
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

  private static Optional<Candidate> best(List<LinkWords.Said> links, LinkWords words, Role role) {
    return links.stream()
        .map(link -> new Scored(link.link(), words.score(link)))
        .filter(scored -> scored.score() > LinkWords.NONE)
        .sorted(
            Comparator.comparingInt((Scored scored) -> -scored.score())
                .thenComparingInt(scored -> scored.link().address().length()))
        .flatMap(scored -> PageAddress.uri(scored.link().address()).stream())
        .map(address -> new Candidate(address, role, false))
        .findFirst();
  }

  private static Optional<Candidate> guess(PageFacts home) {
    var word = PageWords.first("guesses", home.language().code());
    return PageAddress.resolve(home.address().toString(), "/" + word)
        .flatMap(PageAddress::uri)
        .map(address -> new Candidate(address, Role.CONTACT, true));
  }

  /** Those that lead to another page of the site. */
  private static List<LinkWords.Said> own(PageFacts home) {
    return home.links().stream()
        .filter(link -> isOfSite(home, link.address()) && !isFile(link.address()))
        .map(LinkWords.Said::of)
        .toList();
  }

  private static boolean isFile(String address) {
    int query = address.indexOf('?');
    var path = query < 0 ? address : address.substring(0, query);
    int dot = path.lastIndexOf('.');
    return dot > path.lastIndexOf('/')
        && dot > address.indexOf("//") + 2 + PageAddress.host(address).length()
        && FILES.contains(path.substring(dot + 1).toLowerCase(Locale.ROOT));
  }

  private static boolean isOfSite(PageFacts home, String address) {
    var host = PageAddress.host(address);
    var own = PageAddress.host(home.address().toString());
    return !host.isEmpty()
        && (host.equals(own) || PageAddress.domain(host).equals(PageAddress.domain(own)))
        && !address.equals(home.address().toString());
  }
}
