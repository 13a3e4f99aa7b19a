package io.sluice.app;

import com.typesafe.config.Config;
import io.sluice.bench.ScratchDatabase;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseExamination;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import io.sluice.persistence.SchemaCopy;
import io.sluice.persistence.SchemaUpgrade;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice upgrade-check}: what this program would do to the schema of the database when it
 * starts, tried on a copy. Exit code 0 where nodes may go on meanwhile, 1 where something is to be
 * done first, 2 where that could not be found out.
 */
@Command(
    name = "upgrade-check",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice upgrade-check [OPTION...]",
    description = {
      "Tells before an upgrade what this version will do to the schema of the database, whether",
      "nodes of the version before may go on meanwhile, and how long it takes, tried on a copy in",
      "a database of its own beside yours, which is dropped again. Yours is only read.",
      ""
    })
final class UpgradeCheckCommand implements Callable<Integer> {
  private static final int SIGNAL_BASE = 128;
  private static final int OWN_FAULT = 2;
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Spec private CommandSpec spec;

  @Option(names = "--no-copy", description = "Only tell the steps; nothing is copied or tried.")
  private boolean noCopy;

  @Option(
      names = "--copy-limit",
      paramLabel = "SIZE",
      defaultValue = "1G",
      description = "Ask before more than this is copied, such as 500M. Default: 1G.")
  private String copyLimit;

  @Option(names = "--yes", description = "Copy without asking, however much it is.")
  private boolean yes;

  @Option(names = "--json", description = "Print all as JSON.")
  private boolean json;

  private final AtomicInteger signal = new AtomicInteger();
  private final AtomicReference<ScratchDatabase> copy = new AtomicReference<>();

  @Override
  public Integer call() {
    var question = new CopyQuestion(spec.commandLine(), limit(), yes);
    var config = SettingFlags.load(spec).config();
    LogOutput.quiet();
    var previousHup = Signals.register("HUP", () -> interrupt(1, question));
    var previousInt = Signals.register("INT", () -> interrupt(2, question));
    var previousTerm = Signals.register("TERM", () -> interrupt(15, question));
    try {
      return onDatabase(config, question);
    } catch (DatabaseException e) {
      if (signal.get() == 0) {
        spec.commandLine().getErr().println("sluice: " + e.getMessage());
      }
      return signal.get() == 0 ? OWN_FAULT : signal.get();
    } finally {
      Signals.unregister("HUP", previousHup);
      Signals.unregister("INT", previousInt);
      Signals.unregister("TERM", previousTerm);
    }
  }

  private long limit() {
    try {
      return CopyQuestion.bytes(copyLimit);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--copy-limit " + e.getMessage(), e);
    }
  }

  /** What is asked of the copy fails when it goes, and so the command ends. */
  private void interrupt(int number, CopyQuestion question) {
    signal.set(SIGNAL_BASE + number);
    question.interrupt();
    drop();
  }

  /** Nobody goes on before the copy is gone. */
  private synchronized void drop() {
    var made = copy.get();
    if (made != null) {
      made.close();
      copy.set(null);
    }
  }

  private int onDatabase(Config config, CopyQuestion question) {
    var settings = DatabaseSettings.from(config);
    if (settings.url().isPresent()) {
      return check(settings.url().get(), question);
    }
    var running = EmbeddedServer.running(settings.dataDir());
    if (running.isPresent() && EmbeddedServer.isInUse(settings.dataDir())) {
      return check(running.get(), question);
    }
    if (!EmbeddedServer.isThere(settings.dataDir())) {
      throw new DatabaseException(
          "%s has no database yet, and DATABASE_URL names none: nothing is to be upgraded there"
              .formatted(settings.dataDir()));
    }
    try (var server = EmbeddedServer.start(settings.dataDir())) {
      return check(server.address(), question);
    }
  }

  private int check(DatabaseAddress address, CopyQuestion question) {
    var examination = new DatabaseExamination(address, LIMIT);
    var upgrade = SchemaUpgrade.of(address, examination);
    ScratchDatabase.dropLeftovers(address);
    var report = new UpgradeReport(spec.commandLine().getOut(), upgrade);
    if (!json) {
      report.printSteps();
    }
    var isTried = !noCopy && upgrade.from().isPresent() && !upgrade.steps().isEmpty();
    if (isTried && !question.isAgreed(upgrade.bytes())) {
      return signal.get() == 0 ? OWN_FAULT : signal.get();
    }
    var trial =
        isTried ? Optional.of(tried(examination, upgrade)) : Optional.<SchemaCopy.Trial>empty();
    if (signal.get() != 0) {
      return signal.get();
    }
    if (json) {
      report.printJson(trial);
    } else {
      report.print(trial);
    }
    return UpgradeVerdict.of(upgrade, trial).isFine() ? 0 : 1;
  }

  private SchemaCopy.Trial tried(DatabaseExamination examination, SchemaUpgrade upgrade) {
    var made = ScratchDatabase.create(upgrade.address());
    copy.set(made);
    try {
      if (signal.get() != 0) {
        throw new DatabaseException("interrupted");
      }
      return new SchemaCopy(examination, made.address()).tried(upgrade.from().orElseThrow());
    } finally {
      drop();
    }
  }
}
