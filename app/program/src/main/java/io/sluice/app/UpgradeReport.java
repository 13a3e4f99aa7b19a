package io.sluice.app;

import io.sluice.bench.ReportJson;
import io.sluice.persistence.SchemaCopy;
import io.sluice.persistence.SchemaUpgrade;
import io.sluice.settings.ProgramVersion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an upgrade would do, and how it went on a copy, for people or as JSON. */
record UpgradeReport(PrintWriter out, SchemaUpgrade upgrade) {
  private static final int NODES = 10;

  /** All of it, as JSON shows it. */
  private record Told(
      String program,
      String database,
      String schema,
      List<SchemaUpgrade.Step> steps,
      List<SchemaUpgrade.LiveNode> nodes,
      List<SchemaUpgrade.LiveNode> nodesToStop,
      long bytes,
      Tried tried,
      String verdict,
      String words) {}

  private record Tried(long rows, double copySeconds, List<Seconds> steps, String failure) {}

  private record Seconds(String version, String about, double seconds) {}

  void printSteps() {
    out.println(
        "database %s: schema %s, this is Sluice %s"
            .formatted(
                upgrade.address(), upgrade.from().orElse("not there"), ProgramVersion.CURRENT));
    if (upgrade.from().isEmpty()) {
      return;
    }
    out.println(
        upgrade.steps().isEmpty()
            ? "steps to make: none"
            : "steps to make: " + upgrade.steps().size());
    for (var step : upgrade.steps()) {
      out.println("  V%s %s".formatted(step.version(), step.about()));
      step.does().forEach(line -> out.println("      " + line));
    }
    upgrade.nodes().stream()
        .limit(NODES)
        .forEach(node -> out.println("node %s: Sluice %s".formatted(node.name(), node.version())));
    if (upgrade.nodes().size() > NODES) {
      out.println("... and %d more nodes".formatted(upgrade.nodes().size() - NODES));
    }
    out.flush();
  }

  void print(Optional<SchemaCopy.Trial> trial) {
    trial.ifPresent(this::print);
    var verdict = UpgradeVerdict.of(upgrade, trial);
    out.println(words(verdict, trial));
    if (!upgrade.nodesToStop().isEmpty()) {
      out.println(
          "they may not use the new schema, which is for Sluice %s and later: %s"
              .formatted(
                  upgrade.lowestProgram(),
                  upgrade.nodesToStop().stream()
                      .limit(NODES)
                      .map(SchemaUpgrade.LiveNode::name)
                      .collect(Collectors.joining("; "))));
    } else if (verdict == UpgradeVerdict.STOP_NODES) {
      out.println(
          "a step takes longer than %d s, for which nodes would not wait"
              .formatted(UpgradeVerdict.PATIENCE.toSeconds()));
    }
    out.flush();
  }

  private static String words(UpgradeVerdict verdict, Optional<SchemaCopy.Trial> trial) {
    return verdict == UpgradeVerdict.ROLLING && trial.isEmpty()
        ? verdict.words() + ", as far as versions say; how long it takes was not tried"
        : verdict.words();
  }

  private void print(SchemaCopy.Trial trial) {
    out.println(
        "tried on a copy of %,d rows, which took %s and is gone again"
            .formatted(trial.rows(), seconds(trial.copying())));
    trial
        .steps()
        .forEach(
            step ->
                out.println(
                    "  V%s %s: %s".formatted(step.version(), step.about(), seconds(step.took()))));
    if (trial.failure() == null) {
      out.println(
          "all steps: %s; who writes to what is changed waits for up to %s"
              .formatted(seconds(trial.all()), seconds(trial.longest())));
    } else {
      trial.failure().lines().map(line -> "  " + line).forEach(out::println);
    }
  }

  private static String seconds(Duration time) {
    return "%.2f s".formatted(time.toMillis() / 1e3);
  }

  void printJson(Optional<SchemaCopy.Trial> trial) {
    var verdict = UpgradeVerdict.of(upgrade, trial);
    out.print(
        ReportJson.of(
                new Told(
                    ProgramVersion.CURRENT,
                    upgrade.address().toString(),
                    upgrade.from().orElse(null),
                    upgrade.steps(),
                    upgrade.nodes(),
                    upgrade.nodesToStop(),
                    upgrade.bytes(),
                    trial.map(UpgradeReport::told).orElse(null),
                    verdict.name().toLowerCase(Locale.ROOT),
                    words(verdict, trial)))
            + System.lineSeparator());
    out.flush();
  }

  private static Tried told(SchemaCopy.Trial trial) {
    return new Tried(
        trial.rows(),
        trial.copying().toMillis() / 1e3,
        trial.steps().stream()
            .map(step -> new Seconds(step.version(), step.about(), step.took().toMillis() / 1e3))
            .toList(),
        trial.failure());
  }
}
