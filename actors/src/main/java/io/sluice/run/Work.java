package io.sluice.run;

import io.sluice.ledger.RunStart;
import java.io.IOException;

/**
 * What a {@link Run} is of, and how it begins. Where it throws the run has failed.
 *
 * @param <P> what is told of each group that was stored
 */
public interface Work<P> {

  /** Under which name the ledger knows its runs, such as {@code channel-12}. */
  String entity();

  /** Looks whether a run may begin at all, before it takes its epoch. May block. */
  void checkMayBegin();

  /** Opens what is read. May block. */
  Pipeline<P> open(RunStart start) throws IOException;

  /** A run is there; {@link #runEnded} comes for sure. */
  void runStarted();

  void runEnded();
}
