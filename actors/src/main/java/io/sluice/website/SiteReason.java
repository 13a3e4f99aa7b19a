package io.sluice.website;

import java.util.Locale;
import java.util.Optional;

/** Why a site was not read, or not wholly. */
public enum SiteReason {
  /** Its name is not known. */
  NXDOMAIN(SiteStatus.FAILED),
  /** Nobody answered for its name. */
  DNS_TIMEOUT(SiteStatus.FAILED),
  /** No connection came about, or it broke. */
  CONNECT(SiteStatus.FAILED),
  /** It cannot show that it is who it is taken for. */
  TLS(SiteStatus.FAILED),
  /** It refuses the page. */
  HTTP_4XX(SiteStatus.FAILED),
  /** It wants to know who asks, or does not answer us. */
  FORBIDDEN(SiteStatus.BLOCKED),
  /** It has a fault of its own. */
  HTTP_5XX(SiteStatus.FAILED),
  /** It sends us on and on, or to no address. */
  REDIRECTS(SiteStatus.FAILED),
  /** It wants to be left alone for longer than we wait. */
  RATE_LIMITED(SiteStatus.BLOCKED),
  /** It wants to be shown that somebody reads it. */
  CHALLENGE(SiteStatus.BLOCKED),
  /** Its robots.txt does not allow it. */
  ROBOTS(SiteStatus.DISALLOWED),
  /** Its robots.txt could not be read, so that nothing is allowed. */
  ROBOTS_UNREACHABLE(SiteStatus.DISALLOWED),
  /** Nobody has built anything there. */
  PARKED(SiteStatus.FAILED),
  /** It says that there is no such page, as if that were one. */
  SOFT_404(SiteStatus.FAILED),
  /** What it has is no page. */
  NOT_HTML(SiteStatus.FAILED),
  /** Its page was too much for what reads it. */
  UNREADABLE(SiteStatus.FAILED),
  /** Its page is longer than may be. */
  TOO_LARGE(SiteStatus.FAILED),
  /** Its page did not come in time. */
  TOO_SLOW(SiteStatus.FAILED),
  /** There is hardly anything on its page. */
  THIN(SiteStatus.SCRAPED),
  /** Its address is one of a network of its own. */
  PRIVATE_ADDRESS(SiteStatus.FAILED),
  /** Another row names the same site. */
  DUPLICATE(SiteStatus.SKIPPED),
  /** It is on the list of those whom nobody is to contact. */
  DO_NOT_CONTACT(SiteStatus.SKIPPED),
  /** It does not want to be found, and SCRAPE_NOINDEX says so. */
  NOINDEX(SiteStatus.SKIPPED),
  /** It wants longer pauses than its other pages are worth. */
  CRAWL_DELAY(SiteStatus.PARTIAL);

  private final SiteStatus status;

  SiteReason(SiteStatus status) {
    this.status = status;
  }

  public SiteStatus status() {
    return status;
  }

  /** As rows and metrics have it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one of this word. */
  static Optional<SiteReason> of(String word) {
    for (var reason : values()) {
      if (reason.word().equals(word)) {
        return Optional.of(reason);
      }
    }
    return Optional.empty();
  }
}
