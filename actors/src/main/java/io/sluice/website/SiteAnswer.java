package io.sluice.website;

import io.sluice.page.FetchedPage;
import io.sluice.page.PageFacts;
import io.sluice.page.PageState;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What an answer of a site comes to: a page that says something, or where to go on.
 *
 * @param page null where it sends us on
 * @param next null where it does not
 */
record SiteAnswer(PageFacts page, URI next) {
  private static final Set<Integer> FORBIDDEN = Set.of(401, 403, 451, 999);
  private static final Set<Integer> LATER = Set.of(429, 503);

  /**
   * @param reader is asked what there is to read
   * @throws SiteFault if there is nothing, or not for us
   */
  static SiteAnswer of(FetchedPage answer, Function<FetchedPage, PageFacts> reader)
      throws SiteFault {
    int status = answer.status();
    var next = PageClient.next(answer);
    if (next.isPresent()) {
      return new SiteAnswer(null, next.get());
    }
    if (LATER.contains(status)) {
      throw SiteFault.passing(
          SiteReason.RATE_LIMITED, "answered " + status, PageClient.pause(answer));
    }
    if (status / 100 == 3) {
      throw SiteFault.lasting(SiteReason.REDIRECTS, "answered %d to no address".formatted(status));
    }
    if (status >= 500 && !FORBIDDEN.contains(status)) {
      throw SiteFault.passing(SiteReason.HTTP_5XX, "answered " + status);
    }
    var facts = reader.apply(answer);
    if (status / 100 != 2 && facts.state() != PageState.CHALLENGE) {
      throw SiteFault.lasting(
          FORBIDDEN.contains(status) ? SiteReason.FORBIDDEN : SiteReason.HTTP_4XX,
          "answered " + status);
    }
    var fault = fault(facts.state());
    if (fault.isPresent()) {
      throw SiteFault.lasting(fault.get(), facts.sign());
    }
    return new SiteAnswer(facts, null);
  }

  private static Optional<SiteReason> fault(PageState state) {
    return switch (state) {
      case GOOD, THIN -> Optional.empty();
      case PARKED -> Optional.of(SiteReason.PARKED);
      case SOFT_404 -> Optional.of(SiteReason.SOFT_404);
      case CHALLENGE -> Optional.of(SiteReason.CHALLENGE);
      case NOT_HTML -> Optional.of(SiteReason.NOT_HTML);
    };
  }
}
