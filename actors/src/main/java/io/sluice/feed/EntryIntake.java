package io.sluice.feed;

import io.sluice.ledger.feed.FeedRow;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;

/**
 * Where one run of a consumer takes entries from: its server keeps them for it until they are
 * acknowledged, and gives them to others where this run does not live to do that.
 */
interface EntryIntake {

  /** To be called before anything is read. */
  CompletionStage<Done> begin();

  /** What comes next; empty if nothing came for a while. To be asked when the last is there. */
  CompletionStage<List<Entry>> next();

  /** The same entries once more; those that are gone have no fields. */
  CompletionStage<List<Entry>> again(List<String> ids);

  /** Some of those that nobody works on, though they were taken; they are this run's now. */
  CompletionStage<List<Entry>> unclaimed();

  /** Says that this run is at work on these. */
  CompletionStage<Void> renew(List<String> ids);

  /** Their rows are committed. */
  CompletionStage<Long> acknowledge(Collection<String> ids);

  /** How much there is to do. */
  CompletionStage<FeedRow.Standing> standing();

  /** Whether that failed since something is not there that whoever reads makes anew. */
  boolean isPassing(Throwable failure);

  /** Nothing is on its way any more. Blocks. */
  void end();
}
