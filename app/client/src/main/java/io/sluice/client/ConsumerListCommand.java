package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.FeedsView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code sluice consumer list}: a line for each feed. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the feeds: entries read and stored, how many wait (lag), how many are read and not",
      "acknowledged (pending), and dead letters.",
      "",
      "  sluice consumer list",
      ""
    })
final class ConsumerListCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Override
  public Integer call() throws IOException {
    var answer = options.connect().get("/api/feeds");
    if (options.json()) {
      try (var array = new JsonArray(options.out())) {
        answer.path("feeds").forEach(array::add);
      }
    } else {
      print(NodeJson.read(answer, FeedsView.class));
    }
    options.out().flush();
    return 0;
  }

  private void print(FeedsView feeds) {
    var table =
        new Table(
            4,
            "id",
            "feed",
            "group",
            "state",
            "nodes",
            "read",
            "stored",
            "duplicates",
            "lag",
            "pending",
            "dead",
            "entries/s");
    var complaints = new ArrayList<String>();
    for (var feed : feeds.feeds()) {
      var counters = feed.counters();
      table.row(
          feed.id(),
          feed.name(),
          feed.group(),
          feed.state(),
          feed.consumers(),
          Figures.count(counters.read()),
          Figures.count(counters.stored()),
          Figures.count(counters.duplicates()),
          ConsumerShowCommand.known(feed.lag()),
          ConsumerShowCommand.known(feed.pending()),
          Figures.deadLetters(feed.deadLetters()),
          Figures.rate(feed.entriesPerSecond()));
      if (feed.lastError() != null) {
        complaints.add(Printable.text(feed.name() + ": " + feed.lastError()));
      }
    }
    if (table.isEmpty()) {
      options.out().println("no feeds yet: sluice consume redis://HOST/STREAM");
    } else {
      table.lines().forEach(options.out()::println);
    }
    complaints.forEach(options.out()::println);
  }
}
