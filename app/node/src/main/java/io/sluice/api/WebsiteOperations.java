package io.sluice.api;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.website.WebsitePages;
import io.sluice.ledger.website.WebsitePages.Place;
import io.sluice.ledger.website.WebsitePages.SiteLine;
import io.sluice.persistence.Beginning;
import io.sluice.server.Json;
import io.sluice.view.WebsitesView;
import java.util.Locale;
import java.util.Map;

/** Rows of lists of websites, and what became of them, page by page. */
final class WebsiteOperations {
  private static final String LIST = "websites";
  private static final String BETWEEN = "/";

  private final WebsitePages websites;
  private final BatchOperations batches;
  private final Blocking blocking;

  WebsiteOperations(WebsitePages websites, BatchOperations batches, Blocking blocking) {
    this.websites = websites;
    this.batches = batches;
    this.blocking = blocking;
  }

  Map<String, Operation> operations() {
    return Map.of("listWebsites", blocking.answering(this::page));
  }

  private WebsitesView page(Call call) {
    var which =
        new WebsitePages.Which(
            upper(call, "status"),
            call.text("reason"),
            upper(call, "message"),
            lower(call, "domain"),
            call.optional("begins").isEmpty() ? null : new Beginning(lower(call, "begins")));
    var batch = call.optional("batch").map(named -> batches.row(call, "batch")).map(BatchRow::id);
    var after =
        PageToken.place(
            call, LIST, WebsiteOperations::place, new Place(batch.orElse(Long.MAX_VALUE), 0));
    var page =
        batch.isPresent()
            ? websites.ofBatch(batch.get(), which, after.row(), call.limit())
            : websites.ofAll(which, after, call.limit());
    return new WebsitesView(
        page.rows().stream().map(WebsiteOperations::view).toList(),
        page.next()
            .map(next -> PageToken.of(call, LIST, next.batch() + BETWEEN + next.row()))
            .orElse(null));
  }

  private static String lower(Call call, String name) {
    return call.optional(name).map(word -> word.toLowerCase(Locale.ROOT)).orElse(null);
  }

  private static String upper(Call call, String name) {
    return call.optional(name).map(word -> word.toUpperCase(Locale.ROOT)).orElse(null);
  }

  private static Place place(String text) {
    var parts = text.split(BETWEEN, 2);
    return new Place(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
  }

  private static WebsitesView.Website view(SiteLine site) {
    return new WebsitesView.Website(
        site.batch(),
        site.line(),
        site.url(),
        site.domain(),
        site.status().toLowerCase(Locale.ROOT),
        site.reason(),
        site.detail(),
        site.company(),
        site.form(),
        site.email(),
        site.phone(),
        site.messageStatus().toLowerCase(Locale.ROOT),
        site.messageReason(),
        site.text(),
        Json.time(site.scrapedAt()));
  }
}
