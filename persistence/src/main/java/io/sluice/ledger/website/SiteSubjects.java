package io.sluice.ledger.website;

/**
 * Hosts and addresses of mail that belong to a row of a list, any of which somebody may have
 * barred: those of the row, those that were found, and those of the pages that were read, since
 * another site may have led there.
 */
final class SiteSubjects {
  /** A column of {@code sluice.websites AS site}. */
  static final String SQL =
      """
      array_remove(domain || ARRAY (
          SELECT lower(email ->> 'value') FROM jsonb_array_elements(facts -> 'emails') AS email)
        || ARRAY (
          SELECT lower(split_part(split_part(page ->> 'address', '/', 3), ':', 1))
          FROM jsonb_array_elements(facts -> 'pages') AS page)
        || lower(split_part(split_part(site.address, '/', 3), ':', 1)), NULL) AS subjects
      """;

  private SiteSubjects() {}
}
