package io.sluice.api;

import io.sluice.batch.ItemStage;
import io.sluice.ledger.batch.Chunks;
import io.sluice.view.BatchStagesView;
import java.util.List;
import java.util.Map;

/** How a batch is worked on: a call that names it goes in, its stages with what is in them out. */
final class BatchStages {
  private final Map<String, List<ItemStage<?>>> kinds;
  private final Chunks chunks;
  private final BatchOperations batches;

  /**
   * @param kinds the stages of each, by its name
   */
  BatchStages(Map<String, List<ItemStage<?>>> kinds, Chunks chunks, BatchOperations batches) {
    this.kinds = kinds;
    this.chunks = chunks;
    this.batches = batches;
  }

  Operation operation(Blocking blocking) {
    return blocking.answering(this::now);
  }

  private BatchStagesView now(Call call) {
    var row = batches.row(call);
    var atWork = chunks.atWork(row.id());
    return new BatchStagesView(
        atWork.chunks(),
        atWork.inFlight(),
        Math.max(0, row.listed() - row.counts().ended() - atWork.inFlight()),
        kinds.getOrDefault(row.kind(), List.of()).stream()
            .map(stage -> new BatchStagesView.Stage(stage.name(), stage.parallelism()))
            .toList());
  }
}
