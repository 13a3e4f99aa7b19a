package io.sluice.api;

import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.ItemState;
import io.sluice.view.BatchFailuresView;
import io.sluice.view.BatchItemsView;
import java.util.Map;

/** What a batch is made of, page by page, and why some of it has failed. */
final class BatchItemOperations {
  private static final String LIST = "items";

  private final BatchItems items;
  private final BatchOperations batches;
  private final Blocking blocking;

  BatchItemOperations(BatchItems items, BatchOperations batches, Blocking blocking) {
    this.items = items;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listBatchItems", blocking.answering(this::page),
        "countBatchFailures", blocking.answering(this::failures));
  }

  private BatchItemsView page(Call call) {
    var batch = batches.row(call);
    long after = PageToken.place(call, LIST, Long::parseLong, 0L);
    var state = call.optional("state").map(ItemState::ofColumn);
    var page =
        call.optional("reason")
            .map(reason -> items.failed(batch, reason, state, after, call.limit()))
            .orElseGet(() -> items.page(batch, state, after, call.limit()));
    var next = page.next();
    return new BatchItemsView(
        page.items().stream().map(BatchViews::item).toList(),
        next.isPresent() ? PageToken.of(call, LIST, next.getAsLong()) : null);
  }

  private BatchFailuresView failures(Call call) {
    return new BatchFailuresView(
        items.failures(batches.row(call).id()).stream()
            .map(found -> new BatchFailuresView.Reason(found.reason(), found.items()))
            .toList());
  }
}
