package io.sluice.client;

import io.sluice.view.ChannelDetailsView;
import io.sluice.view.CompletenessView;
import io.sluice.view.SourceView;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code sluice channel show NAME...}: all about channels, and how complete they are. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    description = {
      "Shows all about channels, and how complete they are.",
      "",
      "  sluice channel show durov",
      "  sluice channel show @durov --json",
      ""
    })
final class ShowCommand implements Callable<Integer> {
  @Mixin private ApiOptions options;

  @Parameters(paramLabel = "NAME", arity = "1..*", description = "Channels.")
  private List<String> names;

  @Override
  public Integer call() throws IOException {
    var api = options.connect();
    return NamedChannels.each(
        options,
        api,
        names,
        (channel, printed) -> {
          var answer = api.get("/api/channels/" + channel.id());
          var details = NodeJson.read(answer, ChannelDetailsView.class);
          if (!options.json()) {
            lines(details).forEach(options.out()::println);
          }
          printed.accept(answer);
        });
  }

  private static List<String> lines(ChannelDetailsView details) {
    var channel = details.channel();
    var counters = channel.counters();
    var table = new Table(2, channel.name(), channel.title());
    table.row("  id", channel.id());
    table.row("  aliases", String.join(", ", details.aliases()));
    table.row("  state", channel.state());
    if (channel.reason() != null) {
      table.row("  reason", channel.reason());
    }
    if (channel.lastError() != null) {
      table.row("  last trouble", channel.lastError().message() + ", " + channel.lastError().at());
    }
    if (channel.source() != null) {
      table.row("  source", source(channel.source()));
    }
    details.waitingSources().forEach(source -> table.row("  waiting source", source(source)));
    table.row("  progress", ChannelLine.percent(channel) + "%");
    table.row("  rate", StatusText.rate(channel.rate()));
    table.row("  stored", StatusText.stored(counters));
    table.row("  pictures", StatusText.pictures(counters));
    if (details.completeness() != null) {
      table.row("  completeness", completeness(details.completeness()));
    }
    table.row("  added", channel.addedAt());
    table.row("  changed", channel.changedAt());
    return table.lines();
  }

  private static String source(SourceView source) {
    return source.kind()
        + " "
        + source.location()
        + (source.chat() == null ? "" : ", chat " + source.chat())
        + (source.since() == null ? "" : ", since " + source.since())
        + (source.limit() == 0 ? "" : ", at most " + Figures.count(source.limit()))
        + (source.intervalSeconds() == null
            ? ""
            : ", looks each " + Figures.time(source.intervalSeconds()));
  }

  /** The same words as below the report of collect. */
  private static String completeness(CompletenessView stored) {
    var unread = Figures.ranges(stored.unread());
    return "%s: %s messages up to id %d of %d, %s of %s photos%s%s%s%s%s"
        .formatted(
            stored.complete() ? "complete" : "incomplete",
            Figures.count(stored.messages()),
            stored.newestStored(),
            stored.newestAnnounced(),
            Figures.count(stored.photosStored()),
            Figures.count(stored.photosAnnounced()),
            stored.photosWithoutFile().isEmpty()
                ? ""
                : " (" + Figures.parts(stored.photosWithoutFile()) + ")",
            stored.photosUnaccounted() == 0
                ? ""
                : ", nothing known of " + Figures.count(stored.photosUnaccounted()) + " photos",
            unread.isEmpty() ? "" : "; not read yet: " + unread,
            stored.leftOut().isEmpty()
                ? ""
                : "; fields that Sluice does not know: " + Figures.parts(stored.leftOut()),
            stored.passedOver().isEmpty()
                ? ""
                : "; passed over: " + Figures.parts(stored.passedOver()));
  }
}
