package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.DeadLettersView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice consumer failures FEED...}: entries that could not be stored. */
@Command(
    name = "failures",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the dead letters of feeds with their reasons; --json shows their fields, too.",
      "",
      "  sluice consumer failures file-events",
      ""
    })
final class ConsumerFailuresCommand implements Callable<Integer> {
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
          var table = new Table(4, "entry", "died", "reason", "detail", "");
          NamedChannels.pages(
              api,
              ConsumerCommand.path(feed) + "/dead-letters",
              "letters",
              element -> {
                printed.accept(element);
                var letter = NodeJson.read(element, DeadLettersView.Letter.class);
                table.row(
                    letter.entry(),
                    letter.diedAt(),
                    letter.reason(),
                    letter.detail(),
                    letter.retried() ? "is tried again" : "");
              });
          if (options.json()) {
            return;
          }
          if (table.isEmpty()) {
            options.out().println(Printable.text(feed) + ": no dead letters");
          } else {
            table.lines().forEach(options.out()::println);
          }
        });
  }
}
