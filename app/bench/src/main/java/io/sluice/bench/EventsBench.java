package io.sluice.bench;

import com.typesafe.config.Config;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench events}: stores the events of a Redis stream with {@code consume} and with a
 * plain consumer in Python, in turn, with servers that are near and with some that are far away.
 */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench events [OPTION...]",
    description = {
      "Measures how fast events of files that are stored already become rows: by consume, and by",
      "a plain consumer in Python (from a checkout, with psycopg2 and redis). Then the same with a",
      "database and a Redis that are as far away as in a cloud.",
      "It has a PostgreSQL and a Redis of its own; redis-server must be installed."
    })
final class EventsBench implements Callable<Integer> {
  private static final String SCRIPT = "tests/consumer/event_consumer.py";

  private final Function<CommandSpec, Config> settings;

  @Spec private CommandSpec spec;

  @Mixin private BenchOutput output;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "200000",
      description = "Events to store, of the consumer in Python 20000. Default: ${DEFAULT-VALUE}")
  private int count;

  @Option(
      names = "--slow-count",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "The same for what takes a round trip or a connection for each. Default: ${DEFAULT-VALUE}")
  private int slowCount;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "How often all is measured; medians are printed. Default: ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--database-delay",
      paramLabel = "MS",
      defaultValue = "20",
      description = "How far away the far database is. Default: ${DEFAULT-VALUE}")
  private int databaseDelay;

  @Option(
      names = "--redis-delay",
      paramLabel = "MS",
      defaultValue = "5",
      description = "How far away the far Redis is. Default: ${DEFAULT-VALUE}")
  private int redisDelay;

  EventsBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException, InterruptedException, SQLException {
    if (count < 1 || slowCount < 1 || rounds < 1 || databaseDelay < 1 || redisDelay < 1) {
      throw new ParameterException(spec.commandLine(), "all numbers must be 1 or more");
    }
    output.begin();
    var near = new ArrayList<Map<String, Double>>();
    var far = new ArrayList<Map<String, Double>>();
    var consumer = consumer();
    try (var folder = ScratchFolder.create()) {
      for (int number = 1; number <= rounds; number++) {
        near.add(round(folder, consumer, number, "near", Duration.ZERO, Duration.ZERO));
        var database = Duration.ofMillis(databaseDelay);
        far.add(round(folder, consumer, number, "far", database, Duration.ofMillis(redisDelay)));
      }
    }
    print(near, far);
    return 0;
  }

  private Map<String, Double> round(
      ScratchFolder folder,
      Optional<PythonProgram> consumer,
      int number,
      String where,
      Duration database,
      Duration redis)
      throws IOException, InterruptedException, SQLException {
    var config = settings.apply(spec);
    return new EventsRound(config, folder, consumer, count, slowCount, database, redis)
        .run(what -> tell("round %d of %d, %s: %s".formatted(number, rounds, where, what)));
  }

  private Optional<PythonProgram> consumer() throws IOException, InterruptedException {
    var script = PythonProgram.inCheckout(SCRIPT);
    if (script.isEmpty()) {
      tell(SCRIPT + " is not there: only Sluice is measured");
      return Optional.empty();
    }
    var consumer = PythonProgram.find(script.get());
    if (consumer.isEmpty()) {
      tell(
          "no Python here has psycopg2 and redis (python3-psycopg2, python3-redis): only Sluice"
              + " is measured");
    }
    return consumer;
  }

  private void tell(String words) {
    spec.commandLine().getErr().println("sluice: " + words);
    spec.commandLine().getErr().flush();
  }

  private record Line(String where, String way, double perSecond, Double ratio, double[] each) {}

  private void print(List<Map<String, Double>> near, List<Map<String, Double>> far)
      throws IOException {
    var lines = new ArrayList<Line>();
    lines(lines, "near", near);
    lines(lines, "far", far);
    var figures = new LinkedHashMap<String, Object>();
    figures.put("java", Runtime.version().toString());
    figures.put("cores", Runtime.getRuntime().availableProcessors());
    figures.put("events", count);
    figures.put("rounds", rounds);
    figures.put("ways", lines);
    output.print(figures, out -> table(out, lines));
  }

  private void table(PrintWriter out, List<Line> lines) {
    out.printf(
        "Java %s, %d cores; %d events, median of %d rounds; far: %d ms to the database, %d ms to"
            + " Redis%n",
        Runtime.version(),
        Runtime.getRuntime().availableProcessors(),
        count,
        rounds,
        databaseDelay,
        redisDelay);
    out.printf("%-6s %-28s %10s %12s%n", "", "way", "events/s", "Sluice / it");
    for (var line : lines) {
      out.println(
          "%-6s %-28s %10.0f %12s"
              .formatted(
                  line.where(),
                  line.way(),
                  line.perSecond(),
                  line.ratio() == null ? "" : "%.1f".formatted(line.ratio()))
              .stripTrailing());
    }
  }

  private static void lines(List<Line> lines, String where, List<Map<String, Double>> rounds) {
    for (var way : rounds.get(0).keySet()) {
      boolean ours = way.equals(EventsRound.OURS);
      lines.add(
          new Line(
              where,
              ours ? way : way.equals("each") ? "consumer, a connection each" : "consumer, " + way,
              Median.of(rounds.stream().mapToDouble(round -> round.get(way))),
              ours
                  ? null
                  : (Double)
                      Median.of(
                          rounds.stream()
                              .mapToDouble(round -> round.get(EventsRound.OURS) / round.get(way))),
              rounds.stream().mapToDouble(round -> round.get(way)).toArray()));
    }
  }
}
