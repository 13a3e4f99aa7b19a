package io.sluice.category;

import io.sluice.ledger.category.Verdict;
import java.util.concurrent.CompletionStage;

/** Finds out which category a text is in, by what was known when it was made. Thread-safe. */
public interface Classifier {
  /** How many candidates are told. */
  int CANDIDATES = 5;

  /** The same for two that find out the same of every text. */
  String version();

  /** So many texts are given to it at once: enough to keep it busy. */
  int atOnce();

  /**
   * Takes a text's beginning and end. What is wrong with this text alone comes out as a verdict
   * that says so; where it fails, the text is tried again later.
   */
  CompletionStage<Verdict> classify(String sample);
}
