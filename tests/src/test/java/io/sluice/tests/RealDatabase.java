package io.sluice.tests;

import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that a test stops as a machine that fails does, without a checkpoint, and starts
 * again at the same port.
 */
final class RealDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final EmbeddedServer server;
  private final Path directory;
  private final List<String> command;

  private RealDatabase(EmbeddedServer server, Path directory) {
    this.server = server;
    this.directory = directory;
    command = command(postmaster());
  }

  static RealDatabase in(Path directory) {
    return new RealDatabase(EmbeddedServer.start(directory), directory);
  }

  DatabaseAddress address() {
    return server.address();
  }

  /** SIGQUIT, which PostgreSQL calls an immediate shutdown. */
  void stop() {
    var postmaster = postmaster();
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(postmaster.pid())).start().waitFor();
      postmaster.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("PostgreSQL does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Returns when it answers. */
  void start() {
    try {
      new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve("again.log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Sluice.await("PostgreSQL to answer", this::answers, PATIENCE);
  }

  private boolean answers() {
    var address = address();
    try (var connection =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private ProcessHandle postmaster() {
    try (var lines = Files.lines(directory.resolve("postgres/data/postmaster.pid"))) {
      return ProcessHandle.of(Long.parseLong(lines.findFirst().orElseThrow().strip()))
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> command(ProcessHandle postmaster) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root, and the library that first started it goes this way too.
      command.addAll(List.of("unshare", "-U"));
    }
    try {
      var line = Files.readString(Path.of("/proc/" + postmaster.pid() + "/cmdline"));
      command.addAll(List.of(line.split("\0")));
      return command;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
