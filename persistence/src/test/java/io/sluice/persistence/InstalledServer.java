package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** A PostgreSQL that Debian has installed, of an older version than the one that we bring. */
public final class InstalledServer implements AutoCloseable {
  private static final Path ALL = Path.of("/usr/lib/postgresql");
  private static final int OLDEST = 13;
  private static final int PATIENCE_MILLIS = 60_000;

  private final Path directory;
  private final Process server;
  private final DatabaseAddress address;

  private InstalledServer(Path programs) {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      directory = Files.createTempDirectory("sluice-older-postgres");
      address =
          new DatabaseAddress(
              "127.0.0.1:" + socket.getLocalPort(), "postgres", "postgres", "none", "");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var data = directory.resolve("data").toString();
    run(programs.resolve("initdb"), "-D", data, "-A", "trust", "-U", "postgres", "--no-sync");
    server =
        start(
            programs.resolve("postgres"),
            "-D",
            data,
            "-p",
            address.host().split(":")[1],
            "-c",
            "listen_addresses=127.0.0.1",
            "-c",
            "unix_socket_directories=",
            "-c",
            "fsync=off");
    awaitAnswer();
  }

  /** The newest that is older than this major version, started; empty where there is none. */
  public static Optional<InstalledServer> before(int version) {
    if (!Files.isDirectory(ALL)) {
      return Optional.empty();
    }
    try (var installed = Files.list(ALL)) {
      return installed
          .filter(path -> path.getFileName().toString().matches("\\d{1,3}"))
          .filter(path -> version(path) >= OLDEST && version(path) < version)
          .filter(path -> Files.isExecutable(path.resolve("bin/initdb")))
          .max(Comparator.comparingInt(InstalledServer::version))
          .map(path -> new InstalledServer(path.resolve("bin")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int version(Path directory) {
    return Integer.parseInt(directory.getFileName().toString());
  }

  public DatabaseAddress address() {
    return address;
  }

  private void run(Path program, String... arguments) {
    try {
      int exit = start(program, arguments).waitFor();
      if (exit != 0) {
        throw new IllegalStateException(program + " ended with " + exit + ": see " + directory);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Process start(Path program, String... arguments) {
    var command = new ArrayList<String>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.add(program.toString());
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(directory.resolve(program.getFileName() + ".log").toFile())
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    long ends = System.currentTimeMillis() + PATIENCE_MILLIS;
    while (!answers()) {
      if (System.currentTimeMillis() > ends || !server.isAlive()) {
        close();
        throw new IllegalStateException("the server does not answer: see " + directory);
      }
    }
  }

  private boolean answers() {
    try (var connection =
        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** SIGQUIT, which PostgreSQL calls an immediate shutdown. */
  @Override
  public void close() {
    try {
      new ProcessBuilder("kill", "-QUIT", Long.toString(server.pid())).start().waitFor();
      server.waitFor();
      OwnerOnly.deleteTree(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
