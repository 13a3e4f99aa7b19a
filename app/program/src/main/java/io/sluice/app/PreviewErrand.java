package io.sluice.app;

import io.sluice.ledger.batch.BatchRow;
import io.sluice.ledger.batch.ItemState;
import io.sluice.ledger.message.MessageBudgets;
import io.sluice.ledger.website.WebsiteResults;
import io.sluice.persistence.Database;
import io.sluice.terminal.Printable;
import io.sluice.website.ListPreview;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;

/** Tells what a list is, what came of its first websites, and what to expect of all of it. */
final class PreviewErrand implements BatchErrand {
  private static final double MILLIONTHS = 1_000_000;
  private static final int LONGEST = 200;

  private final ListPreview list;
  private final BatchErrand messages;
  private final int parallelism;

  /**
   * @param messages what waits for these
   * @param parallelism sites of a node that are in work at once
   */
  PreviewErrand(ListPreview list, BatchErrand messages, int parallelism) {
    this.list = list;
    this.messages = messages;
    this.parallelism = parallelism;
  }

  @Override
  public void check(Database database) throws IOException {
    messages.check(database);
  }

  @Override
  public void await(Database database, BatchRow batch, ProgressDisplay display)
      throws InterruptedException {
    messages.await(database, batch, display);
  }

  @Override
  public void stop() {
    messages.stop();
  }

  @Override
  public int end(Database database, BatchRow batch, PrintWriter out) throws IOException {
    out.println(
        Printable.text(
            "%s; %,d rows, %,d of which name no website"
                .formatted(list.format(), list.rows(), list.bad())));
    column(out, "addresses", list.address());
    column(out, "contact form", list.contactForm());
    column(out, "company name", list.companyName());
    column(out, "industry", list.industry());
    var results = new WebsiteResults(database).of(batch.id());
    results
        .rows(batch.id(), 1, list.first().size(), List.of(ItemState.values()))
        .forEach(row -> site(out, results.columns(), row));
    expect(database, batch, out);
    return messages.end(database, batch, out);
  }

  private void column(PrintWriter out, String what, int column) {
    if (column >= 0) {
      out.println(Printable.text("%s: column %s".formatted(what, list.columns().get(column))));
    }
  }

  private void site(PrintWriter out, List<String> columns, List<Object> row) {
    int ours = list.columns().size();
    for (int i = 0; i < row.size(); i++) {
      boolean isTold = i == list.address() || i >= ours && !columns.get(i).equals("facts");
      if (isTold && row.get(i) != null) {
        var text = row.get(i).toString();
        out.println(
            Printable.text(
                "  %s: %s"
                    .formatted(
                        columns.get(i),
                        text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...")));
      }
    }
    out.println();
  }

  private void expect(Database database, BatchRow batch, PrintWriter out) {
    long sites = list.rows() - list.bad();
    double seconds =
        batch.endedAt() == null
            ? 0
            : Duration.between(batch.createdAt(), batch.endedAt()).toMillis() / 1000.0;
    out.println(
        "To expect of all %,d: %s on one node with SCRAPE_PARALLELISM=%d"
            .formatted(
                sites,
                ProgressLine.time(
                    Duration.ofSeconds((long) Math.ceil(sites * seconds / parallelism))),
                parallelism));
    new MessageBudgets(database)
        .of(batch.id())
        .filter(budget -> budget.asked() > 0)
        .ifPresent(
            budget ->
                out.println(
                    "and about %,d tokens, which cost %.2f by MESSAGE_PRICE_IN and MESSAGE_PRICE_OUT"
                        .formatted(
                            budget.tokens() * sites / list.first().size(),
                            budget.cost() / MILLIONTHS * sites / list.first().size())));
    out.println(
        Printable.text(
            "These are the batch %s; sluice batch remove --purge %s forgets it"
                .formatted(batch.name(), batch.name())));
  }
}
