package io.sluice.persistence;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/**
 * A PostgreSQL of our own under DATA_DIR, for those who have none: started with the node, stopped
 * with it, and adopted again when it outlived a node that was killed. It listens on loopback, asks
 * for the password in a file that only its owner can read, and writes durably.
 */
public final class EmbeddedServer implements AutoCloseable {
  private static final String USER = "postgres";
  private static final String NAME = "sluice";
  private static final Duration START = Duration.ofMinutes(2);

  /** What stands beside the programs when all of them are unpacked. */
  private static final String UNPACKED = ".exists";

  private final DirectoryLock lock;
  private final EmbeddedPostgres server;
  private final ServerFiles files;
  private final DatabaseAddress address;

  private EmbeddedServer(
      DirectoryLock lock, EmbeddedPostgres server, ServerFiles files, DatabaseAddress address) {
    this.lock = lock;
    this.files = files;
    this.server = server;
    this.address = address;
  }

  /**
   * Starts the server of this directory, or adopts it where it runs already.
   *
   * @throws DatabaseException where another node holds the directory or the server does not start
   */
  public static EmbeddedServer start(Path dataDir) {
    var lock = DirectoryLock.acquire(dataDir);
    try {
      var files = ServerFiles.prepare(dataDir);
      int port = files.runningPort().orElseGet(EmbeddedServer::freePort);
      var address = files.address(port);
      files.discardHalfUnpacked();
      files.discardHalfInitialised();
      var server =
          EmbeddedPostgres.builder()
              .setPgBinaryResolver(EmbeddedServer::binaries)
              .setDataDirectory(files.data())
              .setOverrideWorkingDirectory(files.binaries().toFile())
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START)
              .setPort(port)
              .setLocaleConfig("auth", "scram-sha-256")
              .setLocaleConfig("pwfile", files.password().toString())
              .setLocaleConfig("locale", "C.UTF-8")
              .setConnectConfig("password", address.password())
              .setServerConfig("listen_addresses", "127.0.0.1")
              .setServerConfig("unix_socket_directories", "''")
              .setServerConfig("fsync", "on")
              .setServerConfig("synchronous_commit", "on")
              .setServerConfig("full_page_writes", "on")
              .setServerConfig("max_connections", "300")
              .start();
      files.markInitialised();
      createDatabase(address);
      return new EmbeddedServer(lock, server, files, address);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw new DatabaseException(
          "the embedded PostgreSQL in %s does not start: %s".formatted(dataDir, e.getMessage()), e);
    }
  }

  /** The address of the server that runs in this directory, whoever started it; empty for none. */
  public static Optional<DatabaseAddress> running(Path dataDir) {
    var files = new ServerFiles(dataDir.toAbsolutePath());
    return files.runningPort().map(files::address);
  }

  /** Whether another process uses the directory now. */
  public static boolean isInUse(Path dataDir) {
    return DirectoryLock.isHeld(dataDir.toAbsolutePath());
  }

  public DatabaseAddress address() {
    return address;
  }

  private static void createDatabase(DatabaseAddress address) {
    var login = new Properties();
    login.setProperty("user", USER);
    login.setProperty("password", address.password());
    var url = "jdbc:postgresql://" + address.host() + "/postgres";
    try (var connection = DriverManager.getConnection(url, login);
        var statement = connection.createStatement();
        var found =
            statement.executeQuery("SELECT FROM pg_database WHERE datname = '" + NAME + "'")) {
      if (!found.next()) {
        statement.execute("CREATE DATABASE " + NAME);
      }
    } catch (SQLException e) {
      throw new DatabaseException(address, e);
    }
  }

  /** By name alone: the library's own way leaves a script in the temporary directory each time. */
  private static InputStream binaries(String system, String architecture) throws IOException {
    var machine = architecture.equals("aarch64") ? "arm_64" : architecture;
    var name = "/postgres-" + system.toLowerCase(Locale.ROOT) + "-" + machine + ".txz";
    var archive = EmbeddedServer.class.getResourceAsStream(name);
    if (archive == null) {
      throw new IOException(
          "it is not made for %s on %s: use DATABASE_URL".formatted(system, architecture));
    }
    return archive;
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks the server to end when its last client has gone, and does not wait for it. */
  public void abandon() {
    files.runningProcess().ifPresent(ProcessHandle::destroy);
  }

  @Override
  public void close() {
    try {
      // One that died is not waited for.
      if (files.runningProcess().isPresent()) {
        server.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      lock.close();
    }
  }

  /** Where the parts of the server lie: all under a directory that is its owner's alone. */
  private record ServerFiles(Path home) {
    ServerFiles {
      home = home.resolve("postgres");
    }

    static ServerFiles prepare(Path dataDir) throws IOException {
      var files = new ServerFiles(dataDir.toAbsolutePath());
      OwnerOnly.directory(files.home);
      Files.createDirectories(files.binaries());
      if (!Files.exists(files.password())) {
        OwnerOnly.secret(files.password());
      }
      return files;
    }

    Path data() {
      return home.resolve("data");
    }

    Path binaries() {
      return home.resolve("programs");
    }

    Path password() {
      return home.resolve("password");
    }

    private Path initialised() {
      return home.resolve("initialised");
    }

    /**
     * Unpacking takes any file that is there for a whole one, so one that was cut off begins anew.
     */
    void discardHalfUnpacked() throws IOException {
      try (var versions = Files.list(binaries())) {
        for (var version : versions.toList()) {
          if (!Files.exists(version.resolve(UNPACKED))) {
            OwnerOnly.deleteTree(version);
          }
        }
      }
    }

    /** A data directory whose initialisation was cut off holds nothing yet; a running one does. */
    void discardHalfInitialised() throws IOException {
      if (Files.exists(initialised()) || !Files.exists(data()) || runningProcess().isPresent()) {
        return;
      }
      endInitialisation();
      OwnerOnly.deleteTree(data());
    }

    /** It goes on for a while when the process that began it is dead. */
    private void endInitialisation() {
      ProcessHandle.allProcesses()
          .filter(process -> process.info().command().filter(this::isOurs).isPresent())
          .forEach(
              process -> {
                process.destroyForcibly();
                process.onExit().join();
              });
    }

    private boolean isOurs(String program) {
      return Path.of(program).startsWith(binaries());
    }

    void markInitialised() throws IOException {
      if (!Files.exists(initialised())) {
        Files.createFile(initialised());
      }
    }

    DatabaseAddress address(int port) {
      try {
        var password = Files.readString(password()).strip();
        return new DatabaseAddress("127.0.0.1:" + port, NAME, USER, password, "");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** The port in the server's own pid file, if the process that wrote it is alive. */
    Optional<Integer> runningPort() {
      return runningProcess().flatMap(process -> pidFile(3)).map(Integer::parseInt);
    }

    Optional<ProcessHandle> runningProcess() {
      return pidFile(0)
          .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid)))
          .filter(ProcessHandle::isAlive);
    }

    private Optional<String> pidFile(int line) {
      try (var lines = Files.lines(data().resolve("postmaster.pid"))) {
        return lines.skip(line).findFirst().map(String::strip).filter(s -> s.matches("\\d+"));
      } catch (IOException e) {
        return Optional.empty();
      }
    }
  }
}
