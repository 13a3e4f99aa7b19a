package io.sluice.ledger.website;

/**
 * What became of a row of a list.
 *
 * @param row its place in the list
 * @param status of {@code websites.scraping_status}
 * @param reason a word that others share; null if there is nothing to say
 * @param detail what is special about it; may be null
 * @param facts what was found, a JSON object; null if nothing was
 * @param company as the site names it; null if it does not
 * @param contactForm where it was found; null if it was not
 */
public record SiteResult(
    long batch,
    long row,
    String status,
    String reason,
    String detail,
    String facts,
    String company,
    String contactForm) {}
