package io.sluice.batch;

import io.sluice.ledger.RunStart;
import io.sluice.ledger.batch.ItemList;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import java.io.IOException;
import java.util.concurrent.Executor;

/**
 * What the run of a batch is of: its items, listed from the beginning; those that are there already
 * are known by their keys.
 *
 * @param source in the kind's own form
 * @param jdbc runs what waits for the database
 */
record ListWork(BatchNode node, long batch, String kind, String source, Executor jdbc)
    implements Work<Integer> {

  @Override
  public String entity() {
    return Batch.ledgerName(batch);
  }

  @Override
  public void checkMayBegin() {}

  @Override
  public Pipeline<Integer> open(RunStart start) throws IOException {
    return new ListPipeline(
        node.kind(kind).list(start.fence(), batch, source),
        new ItemList(node.database()),
        start.fence(),
        batch,
        node.settings(),
        jdbc);
  }

  @Override
  public void runStarted() {}

  @Override
  public void runEnded() {}
}
