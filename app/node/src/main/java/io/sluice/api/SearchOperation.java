package io.sluice.api;

import io.sluice.ledger.document.DocumentSearch;
import io.sluice.view.SearchView;
import java.util.Map;

/** Looks for words in documents. */
final class SearchOperation {
  private final DocumentSearch search;
  private final BatchOperations batches;
  private final Blocking blocking;

  SearchOperation(DocumentSearch search, BatchOperations batches, Blocking blocking) {
    this.search = search;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of("search", blocking.answering(this::found));
  }

  private SearchView found(Call call) {
    var batch = call.optional("batch").map(name -> batches.row(call, "batch").id()).orElse(null);
    var category = call.optional("category").orElse(null);
    var found = search.find(call.text("words"), batch, category, call.limit());
    return new SearchView(found.hits().stream().map(SearchOperation::view).toList(), found.more());
  }

  private static SearchView.Hit view(DocumentSearch.Hit hit) {
    return new SearchView.Hit(
        hit.document(),
        hit.name(),
        hit.part(),
        hit.batch(),
        hit.item(),
        hit.paged() ? hit.page() : null,
        hit.title(),
        hit.language(),
        hit.snippet());
  }
}
