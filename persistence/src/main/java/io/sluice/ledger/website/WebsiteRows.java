package io.sluice.ledger.website;

import io.sluice.persistence.ArrayColumns;
import io.sluice.persistence.Sql;
import io.sluice.persistence.StorableText;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;

/** Table {@code websites}, as what is found at the sites is written into it. */
public final class WebsiteRows {
  private static final int MOST_OF_DETAIL = 500;

  private WebsiteRows() {}

  /** Writes results; what the user has given of a site stays where it says nothing of its own. */
  public static void settle(Connection connection, Collection<SiteResult> results)
      throws SQLException {
    if (results.isEmpty()) {
      return;
    }
    try (var statement =
        connection.prepareStatement(
            """
            UPDATE sluice.websites AS site SET scraping_status = settled.status,
              scraping_reason = settled.reason, scraping_detail = settled.detail,
              facts = coalesce(settled.facts::jsonb, site.facts),
              company_name = coalesce(settled.company, site.company_name),
              contact_form_url = coalesce(settled.contact, site.contact_form_url),
              scraped_at = now(),
              message_status = CASE
                WHEN settled.status NOT IN ('SCRAPED', 'PARTIAL') AND site.message_status
                  IN ('PENDING', 'SKIPPED') THEN 'SKIPPED'
                WHEN site.message_status = 'SKIPPED' AND EXISTS (
                  SELECT FROM sluice.message_terms AS terms WHERE terms.batch_id = settled.batch)
                  THEN 'PENDING'
                ELSE site.message_status END
            FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                ?::text[], ?::text[])
              AS settled (batch, list_row, status, reason, detail, facts, company, contact)
            WHERE site.batch_id = settled.batch AND site.list_row = settled.list_row
            """)) {
      var columns = new ArrayColumns<>(connection, statement, results, 1);
      columns.add("bigint", SiteResult::batch);
      columns.add("bigint", SiteResult::row);
      columns.add("text", SiteResult::status);
      columns.add("text", SiteResult::reason);
      columns.add("text", result -> storable(cut(result.detail())));
      columns.add("text", result -> json(result.facts()));
      columns.add("text", result -> storable(result.company()));
      columns.add("text", result -> storable(result.contactForm()));
      statement.executeUpdate();
    }
  }

  private static String json(String facts) {
    return facts == null ? null : StorableText.ofJson(facts);
  }

  private static String cut(String detail) {
    return detail == null || detail.length() <= MOST_OF_DETAIL
        ? detail
        : detail.substring(0, MOST_OF_DETAIL);
  }

  private static String storable(String text) {
    return text == null ? null : StorableText.of(text);
  }

  /** Removes rows of a batch, and its list with the last of them; tells how many rows went. */
  public static int forget(Connection connection, long batch, int most) throws SQLException {
    int gone =
        Sql.update(
            connection,
            """
            DELETE FROM sluice.websites WHERE batch_id = ? AND list_row IN (
              SELECT list_row FROM sluice.websites WHERE batch_id = ? ORDER BY list_row LIMIT ?)
            """,
            batch,
            batch,
            most);
    if (gone == 0) {
      Sql.update(connection, "DELETE FROM sluice.website_list WHERE batch_id = ?", batch);
    }
    return gone;
  }
}
