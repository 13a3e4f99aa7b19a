package io.sluice.client;

import io.sluice.view.FeedView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice consumer show FEED...}: all that is known of feeds. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows feeds in full. A stream that is trimmed or deleted from may tell no lag.",
      "",
      "  sluice consumer show file-events",
      ""
    })
final class ConsumerShowCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "FEED", arity = "1..*", description = "Feeds.")
  private List<String> feeds;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        feeds,
        (feed, printed) -> {
          var answer = api.get(ConsumerCommand.path(feed));
          if (!options.json()) {
            print(NodeJson.read(answer, FeedView.class));
          }
          printed.accept(answer);
        });
  }

  private void print(FeedView feed) {
    var counters = feed.counters();
    var table = new Table(1, "feed", feed.name());
    table.row("id", feed.id());
    table.row("stream", feed.url());
    table.row("group", feed.group());
    table.row("state", feed.state());
    table.row("nodes", feed.consumers());
    table.row("read", Figures.count(counters.read()));
    table.row("stored", Figures.count(counters.stored()));
    table.row("duplicates", Figures.count(counters.duplicates()));
    table.row("ghosts", Figures.count(counters.ghosts()));
    table.row("lag", known(feed.lag()));
    table.row("pending", known(feed.pending()));
    if (feed.oldestPendingAt() != null) {
      table.row("oldest", feed.oldestPendingAt());
    }
    table.row("dead letters", Figures.deadLetters(feed.deadLetters()));
    table.row("entries/s", Figures.rate(feed.entriesPerSecond()));
    table.row("created", feed.createdAt());
    if (feed.lastError() != null) {
      table.row("last error", feed.lastErrorAt() + " " + feed.lastError());
    }
    table.lines().forEach(options.out()::println);
  }

  static String known(Long count) {
    return count == null ? "?" : Figures.count(count);
  }
}
