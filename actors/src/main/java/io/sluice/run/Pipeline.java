package io.sluice.run;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.Source;

/**
 * What one run lets run, once: source, fetch, process, store.
 *
 * @param <P> what is told of each group that was stored
 */
public interface Pipeline<P> {

  /** Its elements tell what has been stored; what it fails with has stored nothing. */
  Source<P, NotUsed> stream();

  /** Takes no more from its source; what is on its way is stored, then the stream completes. */
  void stop();

  /** It was stopped: what takes longer than a moment is given up, for the next run to do. */
  default void hurry() {}

  /**
   * To be called when the stream has ended, however: completes when nothing of it is in work any
   * more. A stream that fails leaves that behind which was on its way.
   */
  CompletionStage<Void> windUp();
}
