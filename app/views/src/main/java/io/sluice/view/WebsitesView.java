package io.sluice.view;

import java.util.List;

/**
 * Rows of lists of websites, page by page.
 *
 * @param next where the next page begins; null on the last
 */
public record WebsitesView(List<Website> websites, String next) {
  public WebsitesView {
    websites = Lists.orNone(websites);
  }

  /**
   * A row, and what became of it; null is what is not known.
   *
   * @param batch number of the batch of the list
   * @param line of the list
   * @param status how the site could be read
   * @param text the beginning of the message
   */
  public record Website(
      long batch,
      long line,
      String url,
      String domain,
      String status,
      String reason,
      String detail,
      String company,
      String form,
      String email,
      String phone,
      String messageStatus,
      String messageReason,
      String text,
      String scrapedAt) {}
}
