package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTest {
  @TempDir static Path temporary;

  /** Shared, for the first start in a directory takes seconds. */
  private final Path dataDir = temporary.resolve("my data");

  private Process child;

  @AfterEach
  void endChild() throws InterruptedException {
    if (child != null) {
      child.destroyForcibly().waitFor();
    }
  }

  @AfterAll
  static void no_process_is_left() {
    // A server that says that it has ended is a process for a moment more.
    Waiting.until("the end of all processes", () -> processesOf(temporary).findAny().isEmpty());
  }

  private static String show(DatabaseAddress address, String setting) {
    return TestDatabase.query(address, "SHOW " + setting).get(0).get(0);
  }

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  private BufferedReader startChild(Path directory) throws IOException {
    child = ServerProcess.start(directory);
    return child.inputReader();
  }

  private void killChild() throws InterruptedException {
    child.destroyForcibly().waitFor();
  }

  @Test
  void starts_durable_private_and_with_a_password_and_is_gone_when_closed() throws Exception {
    var server = EmbeddedServer.start(dataDir);
    var process = postmaster(dataDir);
    try (server) {
      var address = server.address();
      assertThat(EmbeddedServer.running(dataDir)).contains(address);

      assertThat(show(address, "fsync")).isEqualTo("on");
      assertThat(show(address, "synchronous_commit")).isEqualTo("on");
      assertThat(show(address, "full_page_writes")).isEqualTo("on");
      assertThat(show(address, "server_version")).startsWith("18");
      assertThat(show(address, "server_encoding")).isEqualTo("UTF8");

      var passwords =
          TestDatabase.query(address, "SELECT rolpassword FROM pg_authid WHERE rolsuper");
      assertThat(passwords).hasSize(1);
      assertThat(passwords.get(0).get(0)).startsWith("SCRAM-SHA-256$1:");

      assertThat(mode(dataDir.resolve("postgres"))).isEqualTo("rwx------");
      assertThat(mode(dataDir.resolve("postgres/password"))).isEqualTo("rw-------");
      assertThat(dataDir.resolve("postgres/password")).hasContent(address.password());

      assertAsksForThePassword(address);
      assertListensOnLoopbackOnly(address);
    }
    Waiting.until("the server's end", () -> !process.isAlive());
    assertThat(EmbeddedServer.running(dataDir)).isEmpty();
  }

  private static ProcessHandle postmaster(Path dataDir) throws IOException {
    var lines = Files.readAllLines(dataDir.resolve("postgres/data/postmaster.pid"));
    return ProcessHandle.of(Long.parseLong(lines.get(0))).orElseThrow();
  }

  private static void assertAsksForThePassword(DatabaseAddress address) {
    for (var database : new String[] {"sluice", "postgres", "template1"}) {
      var url = "jdbc:postgresql://" + address.host() + "/" + database;
      var without = new Properties();
      without.setProperty("user", address.user());
      assertThatThrownBy(() -> DriverManager.getConnection(url, without))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("no password was provided");
      without.setProperty("password", "guessed");
      assertThatThrownBy(() -> DriverManager.getConnection(url, without))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("password authentication failed");
    }
    assertThat(
            TestDatabase.query(address, "SELECT DISTINCT auth_method FROM pg_hba_file_rules")
                .stream()
                .flatMap(row -> row.stream()))
        .containsExactly("scram-sha-256");
  }

  private static void assertListensOnLoopbackOnly(DatabaseAddress address) throws IOException {
    assertThat(show(address, "listen_addresses")).isEqualTo("127.0.0.1");
    assertThat(show(address, "unix_socket_directories")).isEmpty();
    int port = Integer.parseInt(address.host().replaceFirst(".*:", ""));
    var others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(a -> !a.isLoopbackAddress())
            .toList();
    for (InetAddress other : others) {
      try (var socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(new InetSocketAddress(other, port), 1000))
            .as("port %d of %s", port, other)
            .isInstanceOf(IOException.class);
      }
    }
  }

  @Test
  void a_second_start_in_the_same_directory_is_refused_and_names_directory_and_process()
      throws Exception {
    try (var server = EmbeddedServer.start(dataDir)) {
      var complaint =
          "DATA_DIR %s is in use by another sluice (process %d): wait for it, or choose another"
              .formatted(dataDir, ProcessHandle.current().pid());
      assertThatThrownBy(() -> EmbeddedServer.start(dataDir))
          .isInstanceOf(DatabaseException.class)
          .hasMessage(complaint);
      assertThat(EmbeddedServer.isInUse(dataDir)).isTrue();
      // Whoever asked in this process must not have given the directory away.
      assertThat(startChild(dataDir).readLine()).isEqualTo(complaint);
      assertThat(show(server.address(), "server_version")).isNotEmpty();
    }
  }

  @Test
  void what_was_stored_is_there_after_a_kill_and_the_server_is_adopted() throws Exception {
    assertThat(startChild(dataDir).readLine()).isEqualTo(ServerProcess.UP);
    var before = EmbeddedServer.running(dataDir).orElseThrow();
    var process = postmaster(dataDir);
    long notes = TestDatabase.count(before, "SELECT count(*) FROM note");
    killChild();

    try (var server = EmbeddedServer.start(dataDir)) {
      assertThat(server.address()).isEqualTo(before);
      assertThat(postmaster(dataDir)).isEqualTo(process);
      assertThat(TestDatabase.count(before, "SELECT count(*) FROM note"))
          .isEqualTo(notes)
          .isPositive();
    }
    Waiting.until("the server's end", () -> !process.isAlive());
  }

  @Test
  void what_was_stored_is_there_after_the_server_was_killed_too() throws Exception {
    assertThat(startChild(dataDir).readLine()).isEqualTo(ServerProcess.UP);
    long notes =
        TestDatabase.count(
            EmbeddedServer.running(dataDir).orElseThrow(), "SELECT count(*) FROM note");
    var process = postmaster(dataDir);
    killChild();
    process.destroyForcibly();
    Waiting.until("the server's end", () -> !process.isAlive());

    try (var server = EmbeddedServer.start(dataDir)) {
      assertThat(TestDatabase.count(server.address(), "SELECT count(*) FROM note"))
          .isEqualTo(notes);
    }
  }

  @Test
  void a_first_start_that_was_killed_is_done_again() throws Exception {
    var other = temporary.resolve("other");
    startChild(other);
    Waiting.until("a program that is unpacked", () -> program(other, "initdb").isPresent());
    killChild();
    // Killed between the making of a file and the writing of its content.
    Files.write(program(other, "initdb").orElseThrow(), new byte[0]);

    killWhenItInitialises(other);
    killWhenItInitialises(other);
    processesOf(other).forEach(ProcessHandle::destroyForcibly);
    assertThat(other.resolve("postgres/data")).doesNotExist();

    assertThat(startChild(other).readLine()).isEqualTo(ServerProcess.UP);
    child.getOutputStream().close();
    assertThat(child.waitFor()).isZero();
  }

  /** The initialisation itself is another process, which goes on for a while. */
  private void killWhenItInitialises(Path dataDir) throws IOException, InterruptedException {
    var first = dataDir.resolve("postgres/data.new/PG_VERSION");
    Files.deleteIfExists(first);
    startChild(dataDir);
    Waiting.until("the first data", () -> Files.exists(first));
    killChild();
  }

  private static Stream<ProcessHandle> processesOf(Path dataDir) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(dataDir.toString()));
  }

  private static Optional<Path> program(Path dataDir, String name) {
    var programs = dataDir.resolve("postgres/programs");
    if (!Files.exists(programs)) {
      return Optional.empty();
    }
    try (var versions = Files.list(programs)) {
      return versions.map(v -> v.resolve("bin").resolve(name)).filter(Files::exists).findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void an_abandoned_server_ends_by_itself() throws Exception {
    assertThat(startChild(dataDir).readLine()).isEqualTo(ServerProcess.UP);
    var process = postmaster(dataDir);
    try (var input = child.getOutputStream()) {
      input.write(ServerProcess.ABANDON);
    }
    assertThat(child.waitFor()).isZero();
    Waiting.until("the server's end", () -> !process.isAlive());
  }

  @Test
  void a_file_in_place_of_the_directory_is_refused() throws IOException {
    var file = Files.createFile(temporary.resolve("file"));
    assertThatThrownBy(() -> EmbeddedServer.start(file))
        .isInstanceOf(DatabaseException.class)
        .hasMessageStartingWith("DATA_DIR " + file + " cannot be written: ")
        .hasMessageEndingWith(": choose another, or give this user the right to write");
  }
}
