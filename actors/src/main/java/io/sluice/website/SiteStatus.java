package io.sluice.website;

import java.util.Locale;

/** How reading a site has ended, as {@code websites.scraping_status} has it. */
public enum SiteStatus {
  /** Its pages were read. */
  SCRAPED,
  /** Not all that was to be read of it was. */
  PARTIAL,
  /** It answers, but not us. */
  BLOCKED,
  /** It does not want its pages to be read by programs. */
  DISALLOWED,
  /** There is nothing to be read. */
  FAILED,
  /** It was not asked. */
  SKIPPED;

  /** As metrics have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
