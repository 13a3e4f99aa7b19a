package io.sluice.dataset;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
      ".example, which nobody has. With --serve this machine has the sites, with names, delays and",
      "faults of their own, and sites.csv names these; truth.csv says what is to become of each.",
      "",
      "  sluice dataset websites --count 10000 --out /tmp/set",
      "  sluice submit websites /tmp/set/sites.csv",
      ""
    })
final class WebsitesCommand implements Callable<Integer> {
  @Mixin private WrittenSet set;
  @Mixin private ServeOptions serve;
  @Mixin private ServedWebsites served;

  @Override
  public Integer call() {
    return serve.isWanted()
        ? serve.behind(() -> 0, spec -> served.untilEnded(spec, set, serve.port()))
        : write();
  }

  private int write() {
    return set.write(
        () -> {
          var rows = new WebsiteRows(set.count(), set.seed());
          return dir -> new Figures(set.count(), rows.write(dir));
        },
        WebsitesCommand::told);
  }

  /** What was written: rows, and how many of them are expected to be what. */
  private record Figures(int rows, Map<String, Integer> expected) {}

  private static String told(Figures written) {
    var each =
        written.expected().entrySet().stream()
            .map(kind -> "%s: %,d".formatted(kind.getKey(), kind.getValue()))
            .collect(Collectors.joining(", "));
    return "Wrote sites.csv with %,d rows (%s)".formatted(written.rows(), each);
  }
}
