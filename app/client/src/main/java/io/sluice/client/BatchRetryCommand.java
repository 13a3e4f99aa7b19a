package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.RetriedItemsView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice batch retry BATCH...}: has failed items tried again. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Tries failed and dead items again, in the stage in which they failed; a batch at its end",
      "goes on. Of a paused one they wait.",
      "",
      "  sluice batch retry files-1",
      "  sluice batch retry files-1 --reason unreadable",
      ""
    })
final class BatchRetryCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "BATCH", arity = "1..*", description = "Batches.")
  private List<String> batches;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      description = "Only those that failed so, such as unreadable; sluice batch failures tells.")
  private String reason;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description = "Only those that are so: failed or dead.")
  private String state;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var parts =
        Stream.of(part("reason", reason), part("state", state))
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining("&"));
    var wanted = parts.isEmpty() ? "" : "?" + parts;
    return EachName.of(
        options,
        batches,
        (batch, printed) -> {
          var answer = api.send("POST", BatchCommand.path(batch) + "/retry" + wanted, null);
          var retried = NodeJson.read(answer, RetriedItemsView.class);
          if (!options.json()) {
            options
                .out()
                .println(
                    Printable.text(
                        "%s: %s, %s items are tried again%s"
                            .formatted(
                                retried.batch().name(),
                                retried.batch().state(),
                                Figures.count(retried.items()),
                                retried.goesOn() ? ", and the node goes on with more" : "")));
          }
          printed.accept(answer);
        });
  }

  private static String part(String name, String value) {
    return value == null ? "" : name + "=" + ApiClient.escaped(value);
  }
}
