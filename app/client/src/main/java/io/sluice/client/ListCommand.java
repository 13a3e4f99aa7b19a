package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import java.io.IOException;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice channel list}: a line for each channel of the node. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the channels, in the order of their ids.",
      "",
      "  sluice channel list",
      "  sluice channel list --state failed",
      ""
    })
final class ListCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Option(
      names = "--state",
      paramLabel = "STATE",
      description =
          "Only those in this state: registered, waiting, collecting, following, paused, completed,"
              + " failed or removing.")
  private String state;

  @Option(names = "--names", description = "Print nothing but names, one a line.")
  private boolean names;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    var path = "/api/channels" + (state == null ? "" : "?state=" + ApiClient.escaped(state));
    if (options.json()) {
      try (var array = new JsonArray(options.out())) {
        NamedChannels.pages(api, path, "channels", array::add);
      }
    } else if (names) {
      NamedChannels.pages(api, path, "channels", this::printName);
    } else {
      print(api, path);
    }
    options.out().flush();
    return 0;
  }

  private void printName(JsonNode element) throws IOException {
    options.out().println(Printable.text(NodeJson.read(element, ChannelView.class).name()));
  }

  private void print(ApiClient api, String path) throws IOException {
    var table =
        new Table(
            3, "id", "channel", "state", "done", "messages", "photos", "failed", "msg/s", "title");
    var complaints = new ArrayList<String>();
    NamedChannels.pages(
        api,
        path,
        "channels",
        element -> {
          var channel = NodeJson.read(element, ChannelView.class);
          table.row(
              channel.id(),
              channel.name(),
              channel.state(),
              ChannelLine.percent(channel) + "%",
              Figures.count(channel.counters().messages()),
              Figures.count(channel.counters().photos()),
              Figures.count(channel.counters().photosFailed()),
              Figures.rate(channel.rate().messagesPerSecond()),
              channel.title());
          if (channel.reason() != null) {
            complaints.add(Printable.text(channel.name() + ": " + channel.reason()));
          }
        });
    if (!table.isEmpty()) {
      table.lines().forEach(options.out()::println);
    } else if (state == null) {
      options.out().println("no channels yet: sluice channel add @name");
    } else {
      options.out().println("no channel is " + Printable.text(state));
    }
    complaints.forEach(options.out()::println);
  }
}
