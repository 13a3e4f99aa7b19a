package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that dies under those who use it. */
class ServerDeathTest {
  private static final List<String> FIRST_PROCESS =
      List.of("unshare", "--pid", "--fork", "--kill-child", "--mount-proc");

  @TempDir static Path dataDir;

  @BeforeAll
  static void makeTable() {
    try (var server = EmbeddedServer.start(dataDir)) {
      TestDatabase.execute(server.address(), "CREATE TABLE note (id serial)");
    }
  }

  private static ServerFiles files() {
    return ServerFiles.of(dataDir);
  }

  private static void killServer() {
    files().processes().forEach(ProcessHandle::destroyForcibly);
  }

  /** Whether a row can be stored. */
  private static boolean takes(DatabaseAddress address) {
    try {
      TestDatabase.execute(address, "INSERT INTO note DEFAULT VALUES");
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  private static long notes(DatabaseAddress address) {
    return TestDatabase.count(address, "SELECT count(*) FROM note");
  }

  @Test
  void it_is_started_again_at_the_same_address_and_has_all_that_was_stored() throws Exception {
    try (var server = EmbeddedServer.start(dataDir)) {
      var lost = server.keepRunning();
      var address = server.address();
      for (int death = 0; death < 2; death++) {
        assertThat(takes(address)).isTrue();
        long notes = notes(address);
        long pid = files().running().orElseThrow().pid();
        killServer();
        Waiting.until(
            "another server", () -> files().running().filter(r -> r.pid() != pid).isPresent());
        Waiting.until("its answer", () -> takes(address));
        assertThat(notes(address)).isEqualTo(notes + 1);
      }
      assertThat(EmbeddedServer.running(dataDir)).contains(address);
      assertThat(lost).isNotDone();
    }
    ServerEnd.await(dataDir);
  }

  @Test
  void it_stays_away_when_nobody_wants_it_any_more() throws Exception {
    var server = EmbeddedServer.start(dataDir);
    server.keepRunning();
    killServer();
    server.close();
    ServerEnd.await(dataDir);
  }

  @Test
  void a_server_that_cannot_be_had_again_is_tried_a_few_times_and_told_with_its_own_words()
      throws Exception {
    var postmaster = new Postmaster(files().prepare());
    var version = files().data().resolve("PG_VERSION");
    var ours = Files.readString(version);
    try (var server = EmbeddedServer.start(dataDir)) {
      int port = Integer.parseInt(server.address().host().split(":")[1]);
      try (var watch = new ServerWatch(postmaster, files().log(), port, Duration.ofMillis(10))) {
        Files.writeString(version, "16\n");
        killServer();
        assertThat(watch.lost().get(2, TimeUnit.MINUTES))
            .startsWith("the embedded PostgreSQL has died and does not start again: ")
            .contains("version 16");
      }
    } finally {
      Files.writeString(version, ours);
    }
    ServerEnd.await(dataDir);
  }

  @Test
  void a_stranger_that_took_its_port_meanwhile_is_not_told_the_password() throws Exception {
    var postmaster = new Postmaster(files().prepare());
    try (var server = EmbeddedServer.start(dataDir);
        var stranger = new ClearTextServer()) {
      killServer();
      var log = files().log();
      try (var watch = new ServerWatch(postmaster, log, stranger.port(), Duration.ofMillis(10))) {
        assertThat(watch.lost().get(2, TimeUnit.MINUTES)).contains("Address already in use");
      }
      assertThat(stranger.passwords()).isEmpty();
      assertThat(server.address().host()).doesNotEndWith(":" + stranger.port());
    }
  }

  /** As in a container, where nobody takes note of the dead that have lost their parent. */
  @Test
  void one_that_is_dead_and_still_has_its_number_is_started_again() throws Exception {
    assumeThat(canBeTheFirstProcess()).isTrue();
    var child = ServerProcess.start(FIRST_PROCESS, dataDir);
    try {
      assertThat(child.inputReader().readLine()).isEqualTo(ServerProcess.UP);
      var address = files().address(PidFile.read(files().pidFile()).orElseThrow().port());
      assertThat(takes(address)).isTrue();
      long pid = PidFile.read(files().pidFile()).orElseThrow().pid();
      killServer();
      Waiting.until("another server", () -> isOfAnother(pid));
      Waiting.until("its answer", () -> takes(address));
    } finally {
      child.destroyForcibly().waitFor();
    }
    ServerEnd.await(dataDir);
  }

  private static boolean isOfAnother(long pid) {
    return PidFile.read(files().pidFile()).filter(file -> file.pid() != pid).isPresent();
  }

  private static boolean canBeTheFirstProcess() throws InterruptedException {
    try {
      var command = new ArrayList<>(FIRST_PROCESS);
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
