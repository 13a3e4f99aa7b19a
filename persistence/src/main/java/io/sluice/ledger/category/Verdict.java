package io.sluice.ledger.category;

import java.util.List;

/**
 * What was found out of a text.
 *
 * @param category the one that it is in; {@link io.sluice.words.CategoryName#OTHER} where that is
 *     not sure
 * @param review whether people should look at it
 * @param reason in words; null where the candidates say it all
 * @param candidates the likeliest first
 * @param margin by how much the first is likelier than the second; null where nothing was measured
 * @param classifier what has decided: its kind, or its kind and model
 */
public record Verdict(
    String category,
    boolean review,
    String reason,
    List<Candidate> candidates,
    Double margin,
    String classifier) {
  public Verdict {
    candidates = List.copyOf(candidates);
  }

  /** How near a text is to a category. */
  public record Candidate(String category, double score) {}
}
