package io.sluice.app;

import io.sluice.node.KnownSources;
import io.sluice.words.TimeWords;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/**
 * {@code sluice collect SOURCE...}: runs a node until the channels of the sources are done, or has
 * the nodes that use the database collect them.
 */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice collect [OPTION...] SOURCE...",
    description = {
      "Collects Telegram channels: messages into PostgreSQL, photos into IMAGE_DIR.",
      "Where nodes are at work on the database it gives them the channels, and follows.",
      "",
      "  sluice collect ~/Downloads/ChatExport_2025-01-31",
      "  sluice collect @durov https://t.me/s/telegram t.me/bbcnews",
      "  sluice collect @durov --follow --interval 60s",
      "  sluice collect - < channels.txt",
      ""
    },
    footer = {
      "",
      "Exit code: 0 all that the sources gave is stored (the report may still say incomplete, for",
      "photos without a file), 1 something failed or was passed over, 2 wrong usage, 3 out of",
      "memory, 130 interrupted.",
      "The first Ctrl+C stores what is on its way, the second stops at once; either way the next",
      "collect goes on.",
      "Channels that were given to nodes stay at work there."
    })
final class CollectCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(CollectCommand.class);

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SOURCE",
      arity = "1..*",
      description = {
        "A public channel (@name, t.me/name), a directory with a Telegram Desktop export or its",
        "result.json, or - for standard input with a source a line."
      })
  private List<String> sources;

  @Option(
      names = "--follow",
      description = "Go on with new posts as they come, until stopped; channels of the web only.")
  private boolean follow;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      converter = Interval.class,
      defaultValue = "60s",
      description = "With --follow: how often to look for new posts. Default: ${DEFAULT-VALUE}")
  private Duration interval;

  @Option(
      names = "--chat",
      paramLabel = "NAME",
      description = "Only this chat of an export with many, by name or id; may be repeated.")
  private List<String> chats = List.of();

  @Option(
      names = "--since",
      paramLabel = "DATE",
      converter = Moment.class,
      description = "Leave out messages sent before, such as 2025-01-31 or 2025-01-31T12:00:00Z.")
  private Instant since;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most so many messages of each channel; the next collect goes on there.")
  private long limit;

  @Option(names = "--json", description = "Print the report as JSON.")
  private boolean json;

  /** A date, or a date with time and zone. */
  static final class Moment implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String value) {
      return converted(TimeWords::moment, value);
    }
  }

  /** Seconds, minutes or hours: {@code 90s}, {@code 5m}, {@code 1h}. */
  static final class Interval implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String value) {
      return converted(TimeWords::interval, value);
    }
  }

  private static <T> T converted(Function<String, T> reading, String value) {
    try {
      return reading.apply(value);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw wrong("--limit must be 0 or more, was " + limit);
    }
    if (follow && limit > 0) {
      throw wrong("--follow goes on without end, so it cannot have a --limit");
    }
    var config = SettingFlags.load(spec).config();
    var display = ProgressDisplay.forThisTerminal(json);
    LogOutput.start(LogSettings.from(config), config, display);
    var known = KnownSources.from(config);
    var typed = SourceArguments.of(known, sources, System.in);
    if (follow && typed.typed().stream().noneMatch(source -> source.kind().canFollow())) {
      throw wrong("--follow needs a channel of the web, such as @durov: an export gets no posts");
    }
    var every = follow ? Optional.of(interval) : Optional.<Duration>empty();
    var request = new CollectRequest(typed, chats, since, limit, every, json);
    var err = spec.commandLine().getErr();
    var complaints = new Complaints(err);
    typed.complaints().forEach(complaints::add);
    var out = spec.commandLine().getOut();
    LOG.info("Looks for nodes at work");
    try (display) {
      var nodes = LiveNodes.find(config);
      if (nodes.isPresent()) {
        try (var live = nodes.get()) {
          return new CollectByNodes(live, request, complaints).run(display, out, err);
        }
      }
      return new CollectHere(config, known, request, complaints).run(display, out);
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
