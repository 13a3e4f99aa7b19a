package io.sluice.app;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.DatabaseSettings;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jline.utils.Signals;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sluice psql}: opens psql on the database in use, starting the embedded one if need be. */
@Command(
    name = "psql",
    mixinStandardHelpOptions = true,
    customSynopsis = {"sluice psql [OPTION...] [SQL]", "sluice psql [OPTION...] -- ARG..."},
    description = "Opens psql on the database, or runs SQL; what follows -- goes to psql.")
final class PsqlCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--url", description = "Print the database's URL, password included, and exit.")
  private boolean url;

  @Parameters(paramLabel = "ARG", description = "SQL to run, or arguments for psql, behind --.")
  private List<String> arguments = List.of();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = DatabaseSettings.from(SettingFlags.load(spec).config());
    if (settings.url().isPresent()) {
      return use(settings.url().get());
    }
    // One that nobody uses was left behind by a command that was killed: it is taken over.
    var running = EmbeddedServer.running(settings.dataDir());
    if (running.isPresent() && EmbeddedServer.isInUse(settings.dataDir())) {
      return use(running.get());
    }
    LogOutput.quiet();
    try (var server = EmbeddedServer.start(settings.dataDir())) {
      if (url) {
        spec.commandLine()
            .getErr()
            .println("sluice: nothing runs here now; the server listens while a command runs");
      }
      return use(server.address());
    }
  }

  private int use(DatabaseAddress address) throws IOException, InterruptedException {
    if (url) {
      spec.commandLine().getOut().println(address.url());
      return 0;
    }
    var builder = new ProcessBuilder(words(address, arguments)).inheritIO();
    if (address.password() != null) {
      builder.environment().put("PGPASSWORD", address.password());
    }
    address.proof().ifPresent(proof -> builder.environment().putIfAbsent("PGREQUIREAUTH", proof));
    builder.environment().put("PGOPTIONS", "--search_path=sluice,public");
    // Ctrl+C is psql's: it cancels a query, or the line that is being typed.
    Signals.register("INT", () -> {});
    try {
      return builder.start().waitFor();
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println("sluice: psql is not installed here: install PostgreSQL's client, or use --url");
      return 1;
    }
  }

  /** A word that is no option would be the name of a user to psql. */
  static List<String> words(DatabaseAddress address, List<String> arguments) {
    var words = new ArrayList<>(List.of("psql", "--dbname", address.urlWithoutPassword()));
    if (arguments.size() == 1 && !arguments.get(0).startsWith("-")) {
      words.add("--command");
    }
    words.addAll(arguments);
    return words;
  }
}
