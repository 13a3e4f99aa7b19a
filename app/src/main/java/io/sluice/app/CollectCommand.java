package io.sluice.app;

import io.sluice.intake.ChatChoice;
import io.sluice.intake.Registration;
import io.sluice.intake.TimeWords;
import io.sluice.origin.OriginSettings;
import io.sluice.telegram.ExportIndex;
import io.sluice.telegram.ExportSources;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
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

/** {@code sluice collect SOURCE...}: runs a node until the channels of the sources are done. */
@Command(
    name = "collect",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice collect [OPTION...] SOURCE...",
    description = {
      "Collects Telegram channels: messages into PostgreSQL, photos into IMAGE_DIR.",
      "",
      "  sluice collect ~/Downloads/ChatExport_2025-01-31",
      "  sluice collect @durov https://t.me/s/telegram t.me/bbcnews",
      "  sluice collect @durov --follow --interval 60s",
      "  sluice collect - < channels.txt",
      ""
    },
    footer = {
      "",
      "Exit code: 0 all complete, 1 some failed, 2 wrong usage, 130 interrupted. The first Ctrl+C",
      "stores what is on its way, the second stops at once; either way the next collect goes on."
    })
final class CollectCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(CollectCommand.class);
  private static final int FAILED = 1;
  private static final double MOST_POLLS = 0.5;

  /** Of a site that is closed, one waits for the end. */
  private static final Duration PATIENCE = Duration.ofDays(1);

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

  /** Whether something went wrong that no channel's line will tell. */
  private boolean complained;

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
    var exports = ExportSources.from(config);
    var choice = new ChatChoice(chats, since, limit);
    var typed = SourceArguments.of(sources, System.in);
    if (follow && typed.links().isEmpty()) {
      throw wrong("--follow needs a channel of the web, such as @durov: an export gets no posts");
    }
    typed.complaints().forEach(this::complain);
    typed.exports().forEach(source -> inspect(exports, source, choice));
    typed
        .links()
        .forEach(link -> choice.add(link, follow ? Optional.of(interval) : Optional.empty()));
    choice.unmatched().ifPresent(this::complain);
    if (choice.isEmpty()) {
      return FAILED;
    }
    if (follow) {
      warnOfManyPolls(typed.links().size(), OriginSettings.from(config).pagesPerSecond());
    }
    try (var node = Node.alone(config, exports)) {
      return collect(node, choice, display);
    } finally {
      display.close();
    }
  }

  /** Looks for new posts go first, so too many of them leave no time for the old ones. */
  private void warnOfManyPolls(int channels, double pagesPerSecond) {
    double share = channels / (interval.toMillis() / 1000.0) / pagesPerSecond;
    if (share > MOST_POLLS) {
      LOG.warn(
          "Looking at {} channels each {} s takes {}% of TELEGRAM_PAGE_RATE: a longer --interval"
              + " leaves more for old posts",
          channels, interval.toSeconds(), Math.round(share * 100));
    }
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  private void inspect(ExportSources exports, Path source, ChatChoice choice) {
    try {
      ExportIndex index = exports.index(source);
      if (index.damage() != null) {
        complain(index.file().path() + " is " + index.damage() + ": what is behind is missing");
      }
      choice.add(index);
    } catch (IOException e) {
      complain(e.getMessage());
    }
  }

  private void complain(String message) {
    complained = true;
    spec.commandLine().getErr().println("sluice: " + message);
  }

  private List<Job> jobs(Node node, ChatChoice choice) {
    return new Registration(node.channels(), node.work().previews(), PATIENCE, this::complain)
        .sources(choice).entrySet().stream()
            .map(
                entry ->
                    new Job(
                        entry.getKey(),
                        node.channels().counters(entry.getKey().id()),
                        entry.getValue()))
            .toList();
  }

  private int collect(Node node, ChatChoice choice, ProgressDisplay display) {
    var jobs = jobs(node, choice);
    if (jobs.isEmpty()) {
      return FAILED;
    }
    LOG.info("Found {} channels to process", jobs.size());
    LOG.info(
        "Processing {} channels concurrently", Math.min(jobs.size(), node.work().concurrent()));
    var all =
        CompletableFuture.allOf(jobs.stream().map(Job::done).toArray(CompletableFuture[]::new));
    var collector = node.spawn(Collector.create(jobs), "collector");
    var interruption =
        Interruption.watch(() -> collector.tell(Collector.Interrupt.INTERRUPT), node::abandon);
    display.show(jobs, node.work().origins());
    try {
      CompletableFuture.anyOf(all, node.lost(), interruption.overdue()).join();
    } finally {
      display.close();
      interruption.close();
    }
    if (interruption.overdue().isDone()) {
      node.hurry();
    }
    if (node.lost().isDone()) {
      complain(node.lost().join() + "; what came since is not stored: collect again");
    }
    Report.of(jobs, node::completeness).print(spec.commandLine().getOut(), json);
    if (interruption.exitCode().isPresent()) {
      return interruption.exitCode().getAsInt();
    }
    boolean complete = all.isDone() && jobs.stream().allMatch(Job::isComplete);
    return complete && !complained ? 0 : FAILED;
  }
}
