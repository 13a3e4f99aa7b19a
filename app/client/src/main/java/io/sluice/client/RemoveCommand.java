package io.sluice.client;

import io.sluice.view.ChannelView;
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
    var removal = RemovalQuestion.of(options, purge, yes);
    var api = options.connect();
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          if (removal.isAgreed(stored(channel), channel.name())) {
            api.send("DELETE", "/api/channels/" + channel.id() + removal.query(), null);
            removal.tell(channel.id(), channel.name(), printed);
          }
        });
  }

  private static String stored(ChannelView channel) {
    var counters = channel.counters();
    return "%s messages and %s pictures"
        .formatted(Figures.count(counters.messages()), Figures.count(counters.photos()));
  }
}
