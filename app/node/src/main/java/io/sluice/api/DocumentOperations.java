package io.sluice.api;

import io.sluice.ledger.document.DocumentPages;
import io.sluice.ledger.document.DocumentPages.DocumentLine;
import io.sluice.ledger.document.DocumentPages.Place;
import io.sluice.view.DocumentsView;
import java.util.List;
import java.util.Map;

/** Documents of all batches, page by page. */
final class DocumentOperations {
  private static final String NEWEST = "documents";
  private static final String SORTED = "sorted-documents";
  private static final String BETWEEN = "/";

  private final DocumentPages documents;
  private final Blocking blocking;

  DocumentOperations(DocumentPages documents, Blocking blocking) {
    this.documents = documents;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of("listDocuments", blocking.answering(this::page));
  }

  private DocumentsView page(Call call) {
    if (call.optional("category").isEmpty() && !call.flag("review")) {
      long before = PageToken.place(call, NEWEST, Long::parseLong, Long.MAX_VALUE);
      var page = documents.newest(before, call.limit());
      return view(page, PageToken.next(call, NEWEST, page, DocumentLine::id));
    }
    var after = PageToken.place(call, SORTED, DocumentOperations::place, Place.FIRST);
    var page =
        call.optional("category")
            .map(category -> documents.of(category, after, call.limit()))
            .orElseGet(() -> documents.review(after, call.limit()));
    return view(
        page, PageToken.next(call, SORTED, page, line -> line.textHash() + BETWEEN + line.id()));
  }

  private static Place place(String text) {
    var parts = text.split(BETWEEN, 2);
    return new Place(parts[0], Long.parseLong(parts[1]));
  }

  private static DocumentsView view(List<DocumentLine> page, String next) {
    return new DocumentsView(page.stream().map(DocumentOperations::view).toList(), next);
  }

  private static DocumentsView.Document view(DocumentLine line) {
    return new DocumentsView.Document(
        line.id(),
        line.name(),
        line.batch(),
        line.item(),
        line.size(),
        line.mimeType(),
        line.state(),
        line.reason(),
        line.title(),
        line.language(),
        line.pages(),
        line.characters(),
        line.text(),
        line.category(),
        line.review());
  }
}
