package io.sluice.client;

import io.sluice.terminal.Printable;
import io.sluice.view.SweepView;
import io.sluice.words.TimeWords;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code sluice sweep}: removes files of the store of which no row tells. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    description = {
      "Removes files of batches of which no row tells: what was written by a process that died before"
          + " it committed. Nodes do so by themselves (SWEEP_INTERVAL); this does it at once, and"
          + " waits for the end. Ctrl+C leaves it to the nodes.",
      "",
      "  sluice sweep",
      "  sluice sweep --age 1m --json",
      ""
    },
    footer = {"", "Exit code: 0 done, 1 something is in its way, 2 wrong usage."})
final class SweepCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 500;

  @Mixin private ApiOptions options;

  @Option(
      names = "--age",
      paramLabel = "TIME",
      defaultValue = "1h",
      description =
          "Files that were written since then stay, for who may be about to store them: 1s, 10m, 1h."
              + " Default: 1h.")
  private String age;

  @Override
  public Integer call() throws IOException, InterruptedException {
    var api = options.connect();
    var json = api.send("POST", "/api/sweep?leastAgeSeconds=" + seconds(), null);
    var sweep = NodeJson.read(json, SweepView.class);
    var problem = "";
    while (sweep.state().equals("running")) {
      problem = complain(sweep, problem);
      Thread.sleep(LOOK_MILLIS);
      json = api.get("/api/sweep");
      sweep = NodeJson.read(json, SweepView.class);
    }
    complain(sweep, problem);
    options.out().println(options.json() ? NodeJson.line(json) : line(sweep));
    options.out().flush();
    return sweep.problem() == null ? 0 : 1;
  }

  private long seconds() {
    try {
      return TimeWords.interval(age).toSeconds();
    } catch (IllegalArgumentException e) {
      throw options.wrong("--age " + e.getMessage());
    }
  }

  /** Says what is in its way, once; gives what was said last. */
  private String complain(SweepView sweep, String said) {
    if (sweep.problem() != null && !sweep.problem().equals(said)) {
      options.complain(Printable.text(sweep.problem()));
      return sweep.problem();
    }
    return said;
  }

  private static String line(SweepView sweep) {
    return "%s files looked at, %s removed of which no row tells (%s), %s drafts of runs that are over"
        .formatted(
            Figures.count(sweep.files()),
            Figures.count(sweep.removed()),
            Figures.megabytes(sweep.bytes()),
            Figures.count(sweep.drafts()));
  }
}
