package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.RetriedView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice channel retry NAME...}: has failed photos tried again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Tries failed photos again; a channel that failed goes on. Of a paused one they wait.",
      "",
      "  sluice channel retry durov",
      "  sluice channel retry durov --reason unreachable",
      ""
    })
final class RetryCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Channels.")
  private List<String> names;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description =
          "Only those that failed so, such as unreachable; sluice channel failures tells.")
  private String reason;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var query = reason == null ? "" : "?reason=" + ApiClient.escaped(reason);
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          var answer =
              api.send("POST", "/api/channels/%d/retry%s".formatted(channel.id(), query), null);
          var retried = NodeJson.read(answer, RetriedView.class);
          if (!options.json()) {
            options
                .out()
                .println(
                    "%s: %s, %s photos are tried again"
                        .formatted(
                            Printable.text(channel.name()),
                            retried.channel() == null
                                ? channel.state()
                                : Printable.text(retried.channel().state()),
                            Figures.count(retried.items())));
          }
          printed.accept(answer);
        });
  }
}
