package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import io.sluice.sample.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice dataset websites}: writes a list of invented websites. It prints what was written;
 * exit code 2 means that an option was wrong, 1 that a file could not be written.
 */
@Command(
    name = "websites",
    mixinStandardHelpOptions = true,
    description = {
      "Writes a list of invented websites, the same for a seed, some rows of which name none:",
      "sites.csv, and expected.csv with what is to be found of each line. Their names end with",
      ".example, which nobody has: to have pages read, a checkout has tests/sites, which serves",
      "websites and writes a list of them.",
      "",
      "  sluice dataset websites --count 10000 --out /tmp/set",
      "  sluice submit websites /tmp/set/sites.csv",
      ""
    })
final class WebsitesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      required = true,
      description = "Folder for the list: a new or empty one.")
  private Path dir;

  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many rows. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "Any number; the same one gives the same rows. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(names = "--json", description = "Print the figures as JSON.")
  private boolean json;

  @Option(
      names = "--force",
      description = "Write even if DIR holds files; those of the same names are replaced.")
  private boolean force;

  @Override
  public Integer call() {
    if (count < 1) {
      throw new ParameterException(spec.commandLine(), "--count must be 1 or more, was " + count);
    }
    var folder = new OutputFolder(dir, force);
    try {
      folder.check(spec.commandLine());
      tell(new WebsiteRows(count, seed).write(dir));
      return 0;
    } catch (IOException e) {
      spec.commandLine().getErr().println(folder.complaint(e));
      return 1;
    }
  }

  private void tell(Map<String, Integer> rows) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.print(ReportJson.of(Map.of("rows", count, "expected", rows)) + System.lineSeparator());
      out.flush();
    } else {
      var each =
          rows.entrySet().stream()
              .map(kind -> "%s: %,d".formatted(kind.getKey(), kind.getValue()))
              .collect(Collectors.joining(", "));
      out.println("Wrote %,d rows (%s), to %s".formatted(count, each, dir.resolve("sites.csv")));
    }
  }
}
