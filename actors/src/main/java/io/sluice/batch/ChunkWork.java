package io.sluice.batch;

import io.sluice.ledger.RunStart;
import io.sluice.ledger.batch.ChunkItems;
import io.sluice.ledger.batch.Chunks;
import io.sluice.run.Pipeline;
import io.sluice.run.Work;
import java.util.concurrent.Executor;

/**
 * What a run of a chunk is of: its items that are pending.
 *
 * @param jdbc runs what waits for the database
 * @param fewLeft is told when only a few items are left that wait for others
 */
record ChunkWork(BatchNode node, long chunk, Chunk.Order order, Executor jdbc, Runnable fewLeft)
    implements Work<Integer> {

  @Override
  public String entity() {
    return Chunks.runOf(chunk);
  }

  @Override
  public void checkMayBegin() {}

  @Override
  public Pipeline<Integer> open(RunStart start) {
    var kind = node.kind(order.kind());
    kind.runBegins(start.fence());
    return new ChunkPipeline(
        node, kind, order, new ChunkItems(node.database(), chunk), start, jdbc, fewLeft);
  }

  @Override
  public void runStarted() {}

  @Override
  public void runEnded() {}
}
