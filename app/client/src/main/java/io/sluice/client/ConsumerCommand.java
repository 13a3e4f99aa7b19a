package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.FeedView;
import io.sluice.view.RetriedLettersView;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice consumer WHAT}: what running nodes shall do with their feeds. */
@Command(
    name = "consumer",
    mixinStandardHelpOptions = true,
    description = {
      "Shows and steers the feeds that running nodes read; sluice consume makes them.",
      "",
      "  sluice consumer list",
      "  sluice consumer show file-events",
      "  sluice consumer failures file-events",
      "",
      "A FEED is a feed's name or its number. Where several are given, all are tried. With --json"
          + " the answer is an array of what the node answered, an object a line.",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."},
    subcommands = {
      ConsumerListCommand.class,
      ConsumerShowCommand.class,
      ConsumerFailuresCommand.class
    })
final class ConsumerCommand implements Runnable {
  @Spec private CommandSpec spec;

  /** Of a feed, in the API. */
  static String path(String feed) {
    return "/api/feeds/" + ApiClient.escaped(feed);
  }

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stores what is on its way and reads no more, until resumed.",
        "",
        "  sluice consumer pause file-events",
        ""
      })
  int pause(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "FEED", arity = "1..*") List<String> feeds)
      throws IOException {
    return post(options, feeds, "pause");
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = {"Reads on.", "", "  sluice consumer resume file-events", ""})
  int resume(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "FEED", arity = "1..*") List<String> feeds)
      throws IOException {
    return post(options, feeds, "resume");
  }

  @Command(
      name = "remove",
      mixinStandardHelpOptions = true,
      description = {
        "Stops and forgets feeds, with their dead letters. What was stored stays, and is known",
        "should the same stream be read again; its group stays in the server.",
        "",
        "  sluice consumer remove file-events",
        ""
      })
  int remove(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "FEED", arity = "1..*") List<String> feeds)
      throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        feeds,
        (feed, printed) -> {
          api.send("DELETE", path(feed), null);
          if (!options.json()) {
            options.out().println(Printable.text(feed + ": removed"));
          }
        });
  }

  @Command(
      name = "retry",
      mixinStandardHelpOptions = true,
      description = {
        "Tries dead letters again, such as when what was wrong is mended.",
        "",
        "  sluice consumer retry file-events",
        "  sluice consumer retry file-events --entry 1700000000000-0",
        ""
      })
  int retry(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "FEED", arity = "1..*") List<String> feeds,
      @Option(names = "--entry", paramLabel = "ID", description = "This one alone.") String entry)
      throws IOException {
    var api = options.connect();
    var which = entry == null ? "" : "?entry=" + ApiClient.escaped(entry);
    return EachName.of(
        options,
        feeds,
        (feed, printed) -> {
          var answer = api.send("POST", path(feed) + "/dead-letters/retry" + which, null);
          var retried = NodeJson.read(answer, RetriedLettersView.class);
          if (!options.json()) {
            options
                .out()
                .println(
                    Printable.text(
                        "%s: %s dead letters are tried again"
                            .formatted(retried.feed().name(), Figures.count(retried.letters()))));
          }
          printed.accept(answer);
        });
  }

  private static int post(ApiOptions options, List<String> feeds, String what) throws IOException {
    var api = options.connect();
    return EachName.of(
        options,
        feeds,
        (feed, printed) -> {
          var answer = api.send("POST", path(feed) + "/" + what, null);
          var now = NodeJson.read(answer, FeedView.class);
          if (!options.json()) {
            options.out().println(Printable.text(now.name() + ": " + now.state()));
          }
          printed.accept(answer);
        });
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "what to do is missing: " + String.join(", ", spec.subcommands().keySet()));
  }
}
