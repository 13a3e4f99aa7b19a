package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import java.io.Console;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice channel remove NAME...}: stops and forgets channels, with their rows if asked. */
@Command(
    name = "remove",
    mixinStandardHelpOptions = true,
    description = {
      "Stops and forgets channels. Their rows and pictures stay, unless --purge takes them too.",
      "",
      "  sluice channel remove durov",
      "  sluice channel remove durov --purge --yes",
      ""
    })
final class RemoveCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Channels.")
  private List<String> names;

  @Option(
      names = "--purge",
      description = "Remove messages and pictures too, but those that other channels share.")
  private boolean purge;

  @Option(names = "--yes", description = "Do not ask before a --purge.")
  private boolean yes;

  @Override
  public Integer call() throws IOException {
    var console = System.console();
    if (purge && !yes && console == null) {
      throw options.wrong("--purge needs --yes where there is no terminal to ask on");
    }
    var api = options.connect();
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          var name = Printable.text(channel.name());
          if (purge && !yes && !agreed(console, channel, name)) {
            options.complain(name + " stays");
            return;
          }
          var path = "/api/channels/" + channel.id() + (purge ? "?purge=true" : "");
          api.send("DELETE", path, null);
          if (!options.json()) {
            options.out().println(name + ": is removed" + (purge ? ", with all it has" : ""));
          }
          printed.accept(
              NodeJson.object()
                  .put("id", channel.id())
                  .put("name", channel.name())
                  .put("purge", purge));
        });
  }

  private static boolean agreed(Console console, ChannelView channel, String name) {
    var answer =
        console.readLine(
            "Remove %s messages and %s pictures of %s? [y/N] ",
            Figures.count(channel.counters().messages()),
            Figures.count(channel.counters().photos()),
            name);
    return answer != null && answer.strip().matches("(?i)y|yes");
  }
}
