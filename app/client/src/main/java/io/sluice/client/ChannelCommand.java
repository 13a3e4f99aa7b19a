package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice channel WHAT}: what a running node shall do with its channels. */
@Command(
    name = "channel",
    mixinStandardHelpOptions = true,
    description = {
      "Adds, shows and steers the channels of a running node.",
      "",
      "  sluice channel add @durov ~/Downloads/ChatExport_2025-01-31",
      "  sluice channel watch",
      "  sluice channel pause durov",
      "",
      "A NAME is a channel's name, its @name or link, or its id. Where several are given, all are"
          + " tried. With --json the answer is an array of what the node answered, an object a"
          + " line.",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something failed, 2 wrong usage."},
    subcommands = {
      AddCommand.class,
      ListCommand.class,
      ShowCommand.class,
      WatchCommand.class,
      RetryCommand.class,
      RemoveCommand.class,
      FailuresCommand.class
    })
final class ChannelCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Command(
      name = "pause",
      mixinStandardHelpOptions = true,
      description = {
        "Stores what is on its way and takes no more, until resumed.",
        "",
        "  sluice channel pause durov telegram",
        ""
      })
  int pause(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names)
      throws IOException {
    return post(options, names, "pause");
  }

  @Command(
      name = "resume",
      mixinStandardHelpOptions = true,
      description = {
        "Goes on; a channel that failed or is complete looks again.",
        "",
        "  sluice channel resume durov telegram",
        ""
      })
  int resume(
      @Mixin ApiOptions options,
      @Parameters(paramLabel = "NAME", arity = "1..*") List<String> names)
      throws IOException {
    return post(options, names, "resume");
  }

  private static int post(ApiOptions options, List<String> names, String what) throws IOException {
    var api = options.connect();
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          var answer = api.send("POST", "/api/channels/%d/%s".formatted(channel.id(), what), null);
          var now = NodeJson.read(answer, ChannelView.class);
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
