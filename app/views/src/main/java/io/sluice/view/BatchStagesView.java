package io.sluice.view;

import java.util.List;

/**
 * How a batch is worked on just now, by all nodes.
 *
 * @param chunks that are worked on
 * @param inFlight items of these that were taken out of the ledger and have not come back
 * @param waiting items that are listed and have neither an end nor been taken
 * @param stages in the order in which items pass them; none where the node does not know its kind
 */
public record BatchStagesView(long chunks, long inFlight, long waiting, List<Stage> stages) {
  public BatchStagesView {
    stages = Lists.orNone(stages);
  }

  /**
   * One stage.
   *
   * @param parallelism items of one chunk that may be in it at once, on the node that tells it
   */
  public record Stage(String stage, long parallelism) {}
}
