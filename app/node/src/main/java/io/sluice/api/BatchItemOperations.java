package io.sluice.api;

import io.sluice.blob.BlobStore;
import io.sluice.ledger.batch.BatchItems;
import io.sluice.ledger.batch.BatchItems.ItemRow;
import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.batch.KindResults;
import io.sluice.ledger.batch.StoredItem;
import io.sluice.server.Problem;
import io.sluice.view.BatchFailuresView;
import io.sluice.view.BatchItemsView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What a batch is made of, page by page, and why some of it has failed. */
final class BatchItemOperations {
  private static final String LIST = "items";

  private final BatchItems items;
  private final Map<String, KindResults> kinds;
  private final BlobStore files;
  private final BatchOperations batches;
  private final Blocking blocking;

  /**
   * @param kinds what is told of items, by kind
   * @param files where what was stored of them is
   */
  BatchItemOperations(
      BatchItems items,
      Map<String, KindResults> kinds,
      BlobStore files,
      BatchOperations batches,
      Blocking blocking) {
    this.items = items;
    this.kinds = kinds;
    this.files = files;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of(
        "listBatchItems", blocking.answering(this::page),
        "getItemPicture", blocking.responding(this::picture),
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
    var stored = call.flag("stored") ? stored(batch, page) : Map.<Long, StoredItem>of();
    return new BatchItemsView(
        page.items().stream()
            .map(item -> BatchViews.item(batch.id(), item, stored.get(item.number())))
            .toList(),
        next.isPresent() ? PageToken.of(call, LIST, next.getAsLong()) : null);
  }

  private Map<Long, StoredItem> stored(BatchRow batch, BatchItems.Page page) {
    return stored(batch, page.items().stream().map(ItemRow::number).toList());
  }

  private Map<Long, StoredItem> stored(BatchRow batch, List<Long> numbers) {
    var results = kinds.get(batch.kind());
    return results == null ? Map.of() : results.stored(batch.id(), numbers);
  }

  private HttpResponse picture(Call call) {
    long number = call.number("number");
    var path =
        Optional.ofNullable(stored(batches.row(call), List.of(number)).get(number))
            .map(StoredItem::picture);
    return path.flatMap(known -> ServedPictures.find(files, known))
        .map(blob -> ServedPictures.answer(path.get(), blob))
        .orElseThrow(
            () ->
                Problem.of(404, "no-such-picture", "No picture was made of this item")
                    .in("number")
                    .remedy("GET /api/batches/ID/items?stored=true tells of which there is one.")
                    .thrown());
  }

  private BatchFailuresView failures(Call call) {
    return new BatchFailuresView(
        items.failures(batches.row(call).id()).stream()
            .map(found -> new BatchFailuresView.Reason(found.reason(), found.items()))
            .toList());
  }
}
