package io.sluice.doctor;

import com.typesafe.config.Config;
import io.sluice.words.FeedAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice doctor}: measures what the configured work needs, and names what limits it. Exit
 * code 0 where all is fine or a warning, 1 where something has failed, 2 where doctor itself has.
 */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice doctor [OPTION...]",
    description = {
      "Measures this machine, its settings and its services, and names what limits each kind of",
      "work, with the setting to turn. It changes nothing of yours, and leaves nothing behind.",
      "",
      "  sluice doctor",
      "  sluice doctor --for \"files 50/s\" --json",
      ""
    })
public final class DoctorCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;
  private static final int FOUND = 1;
  private static final int MOST_SECONDS = 600;
  private static final int OWN_FAULT = 2;

  private final Function<CommandSpec, Config> settings;
  private final AtomicInteger signal = new AtomicInteger();

  @Spec private CommandSpec spec;

  @Option(
      names = "--for",
      paramLabel = "RATE",
      description = {
        "A rate to reach, such as \"files 50/s\" or \"documents 1000/h\"; kinds are messages,",
        "photos, files, documents, events and answers. May be given several times."
      })
  private List<String> wanted = List.of();

  @Option(
      names = "--feed",
      paramLabel = "ADDRESS",
      description = "A feed to look at beside those that there are: redis://host/stream.")
  private List<String> feeds = List.of();

  @Option(
      names = "--only",
      paramLabel = "CHECK",
      split = ",",
      description = "Only checks whose names begin so, and what they need: database,redis.")
  private List<String> only = List.of();

  @Option(
      names = "--prove",
      paramLabel = "SECONDS",
      arity = "0..1",
      fallbackValue = "10",
      description = {
        "Then have a node of its own do real work on invented data for so long (10 s), with the",
        "setting that limits it as it is and as advised; of the kinds of --for, or of all whose",
        "limit is a setting. Takes about a minute a kind."
      })
  private Integer proveSeconds;

  @Option(names = "--json", description = "Print all as JSON.")
  private boolean json;

  @Option(names = "--strict", description = "End with 1 also where there are only warnings.")
  private boolean strict;

  /**
   * @param settings gives the settings in force for a command, flags included
   */
  public DoctorCommand(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() {
    var rates = wanted.stream().map(text -> given("--for", text, WantedRate::of)).toList();
    var addresses = feeds.stream().map(text -> given("--feed", text, FeedAddress::of)).toList();
    if (proveSeconds != null && (proveSeconds < 1 || proveSeconds > MOST_SECONDS)) {
      throw new ParameterException(
          spec.commandLine(),
          "--prove must be 1 to %d seconds, was %d".formatted(MOST_SECONDS, proveSeconds));
    }
    var config = settings.apply(spec);
    var doctor = doctor(config, new Doctor.Order(rates, addresses, only));
    var main = Thread.currentThread();
    var previousInt = Signals.register("INT", () -> interrupt(main, INTERRUPTED));
    var previousTerm = Signals.register("TERM", () -> interrupt(main, TERMINATED));
    try {
      return examine(doctor, rates);
    } catch (InterruptedException e) {
      return signal.get();
    } catch (RuntimeException e) {
      spec.commandLine().getErr().println("sluice: doctor itself has failed: " + Words.failure(e));
      return OWN_FAULT;
    } finally {
      Signals.unregister("INT", previousInt);
      Signals.unregister("TERM", previousTerm);
    }
  }

  private Doctor doctor(Config config, Doctor.Order order) {
    try {
      return new Doctor(config, Clock.systemUTC(), order);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--only: " + e.getMessage(), e);
    }
  }

  private <T> T given(String option, String text, Function<String, T> read) {
    try {
      return read.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), option + " " + e.getMessage(), e);
    }
  }

  private void interrupt(Thread main, int code) {
    signal.set(code);
    main.interrupt();
  }

  private int examine(Doctor doctor, List<WantedRate> rates) throws InterruptedException {
    var report = new DoctorReport(spec.commandLine().getOut());
    var diagnosis = doctor.examine(json ? check -> {} : report::print);
    if (!json) {
      report.print(diagnosis, rates);
    }
    var proven = proveSeconds != null ? proven(doctor, diagnosis, report) : Doctor.Proven.NOTHING;
    if (json) {
      report.printJson(diagnosis, proven.proofs());
    }
    Stream.concat(diagnosis.leftBehind().stream(), proven.leftBehind().stream())
        .forEach(left -> spec.commandLine().getErr().println("sluice: left behind: " + left));
    return switch (diagnosis.grade()) {
      case FAILED -> FOUND;
      case WARNING -> strict ? FOUND : 0;
      default -> 0;
    };
  }

  private Doctor.Proven proven(Doctor doctor, Diagnosis diagnosis, DoctorReport report)
      throws InterruptedException {
    var proven =
        doctor.prove(
            diagnosis, Duration.ofSeconds(proveSeconds), json ? proof -> {} : report::print);
    if (!json && proven.proofs().isEmpty()) {
      report.print("nothing to prove: what limits is no setting of a node");
    }
    return proven;
  }
}
