package io.sluice.bench;

import com.typesafe.config.Config;
import io.sluice.channel.StoreSettings;
import io.sluice.persistence.Database;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseException;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code sluice bench store}: measures ways of storing messages in the configured server, in a
 * database that is made for it and dropped. Prints the rows a second of each beside Sluice's own.
 */
@Command(
    name = "store",
    mixinStandardHelpOptions = true,
    customSynopsis = "sluice bench store [OPTION...]",
    description = {
      "Measures ways of storing messages in PostgreSQL, in rows a second.",
      "It makes a database of its own beside the configured one, and drops it at the end."
    })
final class StoreBench implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final int TERMINATED = 143;

  private final Function<CommandSpec, Config> settings;
  private final AtomicInteger signal = new AtomicInteger();

  @Spec private CommandSpec spec;

  @Mixin private BenchOutput output;

  @Option(
      names = "--messages",
      paramLabel = "N",
      defaultValue = "200000",
      description = "A way ends after 0.6 seconds, or after N messages. Default: ${DEFAULT-VALUE}")
  private int messages;

  StoreBench(Function<CommandSpec, Config> settings) {
    this.settings = settings;
  }

  @Override
  public Integer call() throws IOException {
    if (messages < 1) {
      throw new ParameterException(
          spec.commandLine(), "--messages must be 1 or more, was " + messages);
    }
    output.begin();
    var config = settings.apply(spec);
    var previousInt = Signals.register("INT", () -> signal.set(INTERRUPTED));
    var previousTerm = Signals.register("TERM", () -> signal.set(TERMINATED));
    try {
      measure(config);
      return 0;
    } catch (CancellationException e) {
      return signal.get();
    } finally {
      Signals.unregister("INT", previousInt);
      Signals.unregister("TERM", previousTerm);
    }
  }

  private void measure(Config config) throws IOException {
    var database = DatabaseSettings.from(config);
    var there = database.url().or(() -> EmbeddedServer.running(database.dataDir()));
    if (there.isPresent()) {
      measure(config, there.get());
      return;
    }
    try (var server = EmbeddedServer.start(database.dataDir())) {
      measure(config, server.address());
    }
  }

  private void measure(Config config, DatabaseAddress server) throws IOException {
    var pools = DatabaseSettings.from(config);
    int batch = StoreSettings.from(config).messages();
    try (var scratch = ScratchDatabase.create(server);
        var plain = Database.open(scratch.rewriting(false), pools);
        var rewriting = Database.open(scratch.rewriting(true), pools)) {
      var ways = StoreWays.all(scratch, plain, rewriting, batch);
      var bounds = StoreRounds.Bounds.ofMessages(messages);
      spec.commandLine().getErr().println("sluice: " + bounds.told(ways.size()));
      var rates = new StoreRounds(plain, bounds, () -> signal.get() != 0).run(ways);
      var report = StoreReport.of(scratch.version(), ways, rates);
      output.print(report, report::table);
    } catch (SQLException e) {
      throw new DatabaseException(server, e);
    }
  }
}
