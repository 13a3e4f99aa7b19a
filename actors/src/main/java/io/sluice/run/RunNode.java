package io.sluice.run;

import io.sluice.ledger.Runs;

/**
 * What the runs of one node share.
 *
 * @param ledger gives out epochs
 * @param unfinished runs that died with work left
 */
public record RunNode(Runs ledger, UnfinishedRuns unfinished) {

  public RunNode(Runs ledger) {
    this(ledger, new UnfinishedRuns());
  }
}
