package io.sluice.dataset;

import io.sluice.bench.ReportJson;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jline.utils.Signals;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a user is told of a stand-in that serves, and how long it does: until Ctrl+C or SIGTERM.
 *
 * @param what serves, and where
 * @param settings that point Sluice at it, by their names
 * @param command that takes what is served, behind {@code sluice}
 */
record Serving(String what, Map<String, String> settings, String command) {
  static Serving of(String what, String command) {
    return new Serving(what, Map.of(), command);
  }

  Serving with(String setting, String value) {
    var more = new LinkedHashMap<>(settings);
    more.put(setting, value);
    return new Serving(what, more, command);
  }

  /**
   * Tells it and waits.
   *
   * @return the exit code: to be ended is no failure
   */
  int untilEnded(CommandSpec spec, boolean json) {
    var end = new CountDownLatch(1);
    var previousInt = Signals.register("INT", end::countDown);
    var previousTerm = Signals.register("TERM", end::countDown);
    try {
      var out = spec.commandLine().getOut();
      if (json) {
        out.print(ReportJson.of(this) + System.lineSeparator());
      } else {
        out.println(
            "Serves %s, until Ctrl+C. To take it (nodes at work need these settings themselves):"
                .formatted(what));
        out.println(line());
      }
      out.flush();
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      Signals.unregister("INT", previousInt);
      Signals.unregister("TERM", previousTerm);
    }
    return 0;
  }

  private String line() {
    var words =
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + "=" + quoted(setting.getValue()) + " ")
            .collect(Collectors.joining());
    return words + "sluice " + command;
  }

  /** As a shell takes it. */
  static String quoted(String value) {
    return value.matches("[\\w.,:/@%+=-]+") ? value : "'" + value.replace("'", "'\\''") + "'";
  }
}
