package io.sluice.persistence;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server of one directory, whose node this process is: makes its data, starts and stops it, and
 * clears away what an earlier one left.
 */
final class Postmaster {
  private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
  private static final int STOP_SECONDS = 5;
  private static final long END_SECONDS = 30;

  /** Nobody guesses a password of 24 random bytes: more would only slow each connection down. */
  private static final int ROUNDS = 1;

  private static final String SETTINGS =
      String.join(
          " ",
          "-c listen_addresses=127.0.0.1",
          "-c unix_socket_directories=''",
          "-c fsync=on",
          "-c synchronous_commit=on",
          "-c full_page_writes=on",
          "-c logging_collector=off",
          "-c log_destination=stderr",
          "-c max_connections=300");

  private final ServerFiles files;
  private final ServerPrograms programs;

  Postmaster(ServerFiles files) throws IOException {
    this.files = files;
    programs = ServerPrograms.in(files.programs());
  }

  /** The port of the server that runs here, when it is ready; empty where none can be used. */
  OptionalInt adopt() throws IOException, InterruptedException {
    var running = files.running();
    if (running.isEmpty() || running.get().isStopping()) {
      return OptionalInt.empty();
    }
    var wait = new ServerWait(files.log());
    try {
      wait.until("the PostgreSQL that runs here", this::isReady, this::isRunning);
      int port = files.running().orElseThrow().port();
      ServerDatabase.create(files.address(port));
      return OptionalInt.of(port);
    } catch (DatabaseException e) {
      LOG.warn("The PostgreSQL that runs here is of no use and starts anew: {}", e.getMessage());
      return OptionalInt.empty();
    }
  }

  /**
   * Returns when it is ready.
   *
   * @throws DatabaseException with PostgreSQL's own words
   */
  void start(int port) throws IOException, InterruptedException {
    clear();
    files.log().limit();
    if (!Files.exists(files.data())) {
      initialise();
    }
    var wait = new ServerWait(files.log());
    var arguments =
        List.of(
            "start",
            "-D",
            files.data().toString(),
            "-l",
            files.log().file().toString(),
            "-w",
            "-t",
            "86400",
            "-o",
            "-p " + port + " " + SETTINGS);
    var starter = pgCtl(arguments);
    boolean ready = false;
    try {
      wait.until(
          "the embedded PostgreSQL to be ready",
          this::isReady,
          () -> starter.isAlive() || files.processes().findAny().isPresent());
      ServerDatabase.create(files.address(port));
      ready = true;
    } finally {
      if (!ready) {
        starter.destroyForcibly();
        endProcesses();
      }
    }
  }

  private void initialise() throws IOException, InterruptedException {
    var wait = new ServerWait(files.log());
    var process =
        start(
            programs
                .command(
                    "initdb",
                    List.of(
                        "-D",
                        files.draft().toString(),
                        "-U",
                        files.address(0).user(),
                        "-E",
                        "UTF-8",
                        "--locale=C.UTF-8",
                        "--auth=scram-sha-256",
                        "--set=scram_iterations=" + ROUNDS,
                        "--pwfile=" + files.password()))
                .redirectOutput(appending()));
    try {
      wait.until("the making of a database", () -> !process.isAlive(), () -> true);
    } finally {
      process.destroyForcibly();
    }
    if (process.exitValue() != 0) {
      throw new DatabaseException(wait.complaint());
    }
    files.takeDraft();
  }

  /** What pg_ctl itself says is drawn for a terminal; its complaints are not. */
  private Process pgCtl(List<String> arguments) throws IOException {
    return start(
        programs.command("pg_ctl", arguments).redirectOutput(ProcessBuilder.Redirect.DISCARD));
  }

  private Process start(ProcessBuilder program) throws IOException {
    return program.redirectError(appending()).start();
  }

  private ProcessBuilder.Redirect appending() {
    return ProcessBuilder.Redirect.appendTo(files.log().file().toFile());
  }

  boolean isRunning() {
    return files.running().isPresent();
  }

  private boolean isReady() {
    return files.running().filter(PidFile::isReady).isPresent();
  }

  /** Whatever its notes say, nothing of an earlier server is left then. */
  private void clear() throws IOException, InterruptedException {
    stop();
    endProcesses();
    if (Files.deleteIfExists(files.pidFile())) {
      LOG.info("An earlier PostgreSQL ended without clearing up; it recovers what it had");
    }
    if (Files.exists(files.draft())) {
      OwnerOnly.deleteTree(files.draft());
    }
  }

  /** PostgreSQL must not start while parts of an earlier one still write. */
  private void endProcesses() throws InterruptedException {
    long ends = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    for (var left = files.processes().toList();
        !left.isEmpty();
        left = files.processes().toList()) {
      left.forEach(ProcessHandle::destroyForcibly);
      if (System.nanoTime() > ends) {
        throw new DatabaseException(
            "process %d of an earlier PostgreSQL does not end".formatted(left.get(0).pid()));
      }
      Thread.sleep(10);
    }
  }

  /** Lets it write what it holds; one for which that takes long is not waited for. */
  void stop() throws IOException, InterruptedException {
    if (!isRunning()) {
      return;
    }
    var wait = new ServerWait(files.log());
    var seconds = Integer.toString(STOP_SECONDS);
    var arguments =
        List.of("stop", "-D", files.data().toString(), "-m", "fast", "-w", "-t", seconds);
    var process = pgCtl(arguments);
    if (!process.waitFor(2 * STOP_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      LOG.warn("The embedded PostgreSQL has not ended in {} s: {}", seconds, wait.complaint());
    }
  }

  /** Asks it to end when its last client has gone. */
  void abandon() {
    files.running().flatMap(file -> ProcessHandle.of(file.pid())).ifPresent(ProcessHandle::destroy);
  }
}
