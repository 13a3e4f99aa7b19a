package io.sluice.api;

import io.sluice.ledger.document.DocumentPages;
import io.sluice.ledger.document.DocumentPages.DocumentLine;
import io.sluice.ledger.document.DocumentPages.NamePlace;
import io.sluice.ledger.document.DocumentPages.Place;
import io.sluice.persistence.Beginning;
import io.sluice.server.Problem;
import io.sluice.view.DocumentsView;
import java.util.List;
import java.util.Map;

/** Documents of all batches, page by page. */
final class DocumentOperations {
  private static final String NEWEST = "documents";
  private static final String NAMED = "named-documents";
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
    if (call.optional("begins").isPresent()) {
      return named(call);
    }
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

  private DocumentsView named(Call call) {
    if (call.optional("category").isPresent() || call.flag("review")) {
      throw Problem.of(400, "wrong-parameter", "begins goes with no category, nor with review")
          .in("begins")
          .remedy("Leave out one of them.")
          .thrown();
    }
    var after = PageToken.place(call, NAMED, DocumentOperations::namePlace, NamePlace.FIRST);
    var page = documents.named(new Beginning(call.text("begins")), after, call.limit());
    return view(page, PageToken.next(call, NAMED, page, DocumentOperations::namePlace));
  }

  /** A name may have any characters, and numbers have no letters. */
  private static NamePlace namePlace(String text) {
    var parts = text.split(BETWEEN, 3);
    return new NamePlace(parts[2], Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private static String namePlace(DocumentLine line) {
    var place = NamePlace.of(line);
    return place.batch() + BETWEEN + place.item() + BETWEEN + place.name();
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
