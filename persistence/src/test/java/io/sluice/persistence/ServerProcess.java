package io.sluice.persistence;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An embedded server in a Java process of its own, which a test may kill. */
final class ServerProcess {
  static final String UP = "up";
  static final int ABANDON = 'a';

  private ServerProcess() {}

  /** Starts the server, stores a row, and waits until it is told how to end. */
  public static void main(String[] args) throws IOException {
    try (var server = EmbeddedServer.start(Path.of(args[0]))) {
      TestDatabase.execute(
          server.address(),
          """
          CREATE TABLE IF NOT EXISTS note (id serial);
          INSERT INTO note DEFAULT VALUES
          """);
      server.keepRunning();
      System.out.println(UP);
      if (System.in.read() == ABANDON) {
        server.abandon();
        Runtime.getRuntime().halt(0);
      }
    } catch (DatabaseException e) {
      System.out.println(e.getMessage());
    }
  }

  static Process start(Path dataDir) throws IOException {
    return start(List.of(), dataDir);
  }

  /**
   * @param prefix a command that runs the command behind it
   */
  static Process start(List<String> prefix, Path dataDir) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var command = new ArrayList<>(prefix);
    command.addAll(List.of(java, "-XX:TieredStopAtLevel=1", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.addAll(List.of(ServerProcess.class.getName(), dataDir.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
