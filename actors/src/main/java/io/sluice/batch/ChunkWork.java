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
 */
record ChunkWork(BatchNode node, long chunk, Chunk.Order order, Executor jdbc)
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
        node, kind, order, new ChunkItems(node.database(), chunk), start, jdbc);
  }

  @Override
  public void runStarted() {}

  @Override
  public void runEnded() {}
}
