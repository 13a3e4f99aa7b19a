package io.sluice.view;

import java.util.List;

/**
 * Messages to the websites of a batch, page by page.
 *
 * @param batch its name
 * @param state of the batch; while it is paused, nothing is written
 * @param problem why one that is still to be written has to wait; null where none has failed
 * @param counts how many stand how, on the first page; else empty
 * @param budget null where no messages were ever wanted
 * @param next where the next page begins; null on the last
 */
public record SiteMessagesView(
    String batch,
    String state,
    String problem,
    List<Count> counts,
    Budget budget,
    List<Message> messages,
    String next) {
  public SiteMessagesView {
    counts = Lists.orNone(counts);
    messages = Lists.orNone(messages);
  }

  /**
   * How many stand so.
   *
   * @param reason a word; null where nothing is to be said
   */
  public record Count(String status, String reason, long messages) {}

  /**
   * What messages may take in all, and have taken. Costs are in the unit of prices.
   *
   * @param mostTokens null for any
   * @param mostCost null for any
   * @param lostTokens of tokens, those that count as spent since nobody knows what became of a
   *     request
   * @param asked requests to a model
   * @param paused why nothing is asked any more; null where it is
   */
  public record Budget(
      Long mostTokens,
      Double mostCost,
      long tokens,
      double cost,
      long lostTokens,
      long asked,
      String paused) {}

  /**
   * One row of the list.
   *
   * @param line of the list
   * @param version of what was wanted, by which it was written; null where none is
   */
  public record Message(
      long line,
      String url,
      String status,
      String reason,
      String text,
      boolean edited,
      String model,
      Integer version,
      String writtenAt) {}
}
