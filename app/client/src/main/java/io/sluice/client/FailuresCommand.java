package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import io.sluice.view.FailuresView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sluice channel failures NAME...}: a line for each photo that has no file, and why. */
@Command(
    name = "failures",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the photos of channels that failed, by message, with the reason.",
      "",
      "  sluice channel failures durov",
      "  sluice channel failures durov --reason truncated",
      ""
    })
final class FailuresCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Channels.")
  private List<String> names;

  @Option(names = "--reason", paramLabel = "REASON", description = "Only those that failed so.")
  private String reason;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          var path = "/api/channels/%d/failures".formatted(channel.id());
          if (reason != null) {
            path += "?reason=" + ApiClient.escaped(reason);
          }
          if (options.json()) {
            NamedChannels.pages(api, path, "failures", element -> named(element, channel, printed));
          } else {
            print(api, channel, path);
          }
        });
  }

  private static void named(JsonNode failure, ChannelView channel, Consumer<JsonNode> printed) {
    if (failure instanceof ObjectNode object) {
      printed.accept(object.put("channel", channel.name()));
    }
  }

  private void print(ApiClient api, ChannelView channel, String path) throws IOException {
    var table = new Table(4, "channel", "message", "reason", "stage", "attempts", "at", "detail");
    NamedChannels.pages(
        api,
        path,
        "failures",
        element -> {
          var failure = NodeJson.read(element, FailuresView.Failure.class);
          table.row(
              channel.name(),
              failure.message(),
              failure.reason() + (failure.retrying() ? " (is tried again)" : ""),
              failure.stage(),
              failure.attempts(),
              failure.at(),
              failure.detail());
        });
    if (table.isEmpty()) {
      options.out().println(Printable.text(channel.name()) + ": no failures");
    } else {
      table.lines().forEach(options.out()::println);
    }
  }
}
