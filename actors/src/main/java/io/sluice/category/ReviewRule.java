package io.sluice.category;

import io.sluice.ledger.category.Verdict;
import io.sluice.ledger.category.Verdict.Candidate;
import io.sluice.words.CategoryName;
import java.util.List;

/**
 * Tells which candidates are sure enough.
 *
 * @param margin by how much the first has to be ahead of the second
 */
record ReviewRule(double margin) {

  /**
   * @param candidates the likeliest first
   * @param classifier what has ranked them
   */
  Verdict verdict(List<Candidate> candidates, String classifier) {
    double first = candidates.get(0).score();
    double second = candidates.size() > 1 ? candidates.get(1).score() : 0;
    boolean sure = first > 0 && first - second >= margin;
    return new Verdict(
        sure ? candidates.get(0).category() : CategoryName.OTHER,
        !sure,
        null,
        candidates.subList(0, Math.min(candidates.size(), Classifier.CANDIDATES)),
        first - second,
        classifier);
  }
}
