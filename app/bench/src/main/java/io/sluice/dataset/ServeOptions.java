package io.sluice.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.IntSupplier;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Whether what was made is served, too, and how that goes. */
final class ServeOptions {
  /** Of the addresses, in the folder of the set. */
  static final String LIST = "addresses.txt";

  private static final int LAST_PORT = 65_535;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--serve",
      description = {
        "Then serve it on this machine until Ctrl+C, and print the settings that point Sluice at",
        "it."
      })
  private boolean serve;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "Where to serve; any free port by default.")
  private int port;

  boolean isWanted() {
    return serve;
  }

  int port() {
    return port;
  }

  /** A server that is started, and serves until it is ended. */
  interface Served {
    int untilEnded(CommandSpec spec) throws IOException;
  }

  /**
   * Makes something, which tells its exit code, and serves it where that is wanted.
   *
   * @return the exit code: 1 where it could not serve
   */
  int behind(IntSupplier making, Served served) {
    checkPort(spec, "--port", port);
    int code = making.getAsInt();
    if (code != 0 || !serve) {
      return code;
    }
    try {
      return served.untilEnded(spec);
    } catch (IOException | UncheckedIOException e) {
      spec.commandLine().getErr().println("sluice: nothing is served: " + e.getMessage());
      return 1;
    }
  }

  /**
   * @throws ParameterException where there is no such port
   */
  static void checkPort(CommandSpec spec, String option, int port) {
    if (port < 0 || port > LAST_PORT) {
      throw new ParameterException(
          spec.commandLine(), "%s must be 0 to %d, was %d".formatted(option, LAST_PORT, port));
    }
  }

  /**
   * The same of a set of files, at addresses of the web, of which a list is written.
   *
   * @param folder of the set; empty for all of it
   * @param command that takes them
   */
  int filesBehind(IntSupplier making, WrittenSet set, String folder, String command) {
    return behind(
        making,
        to -> {
          try (var server = FolderServer.start(set.dir().resolve(folder), port)) {
            var list = set.dir().resolve(LIST);
            long files = server.writeList(list);
            return Serving.of(
                    "%,d files at http://%s/".formatted(files, server.authority()),
                    command + " --list " + Serving.quoted(list.toString()))
                .with("SITE_RATE", "1000")
                .with("ALLOWED_ADDRESSES", server.authority())
                .untilEnded(to, set.isJson());
          }
        });
  }
}
