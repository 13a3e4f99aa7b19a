package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code ./sluice node --restart} keeps a node running, and leaves nothing behind. */
class RestartTest {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private final List<ProcessHandle> nodes = new ArrayList<>();
  private Launcher launcher;
  private Sluice.Setup setup;

  @BeforeEach
  void prepare() {
    launcher = Launcher.in(directory);
    setup = Scene.in(directory).setup().with("API_PORT", "0").with("MANAGEMENT_PORT", "0");
  }

  @AfterEach
  void endWhatAFailureLeft() {
    nodes.forEach(ProcessHandle::destroyForcibly);
  }

  @Test
  void a_killed_node_is_started_again_and_a_stopped_one_is_not() {
    try (var script = launcher.start(setup, "node", "--restart")) {
      var first = awaitReady(script, 1);
      first.destroyForcibly();
      var second = awaitReady(script, 2);
      assertThat(second.pid()).isNotEqualTo(first.pid());
      assertThat(script.errors().lines().filter(line -> line.startsWith("sluice: ")))
          .singleElement()
          .asString()
          .contains("was killed by signal 9 (exit code 137)", "it starts again in 1 s");

      script.signal("TERM");
      var ended = script.end().assertExit(143);
      assertThat(ended.errors()).containsOnlyOnce("Interrupted: storing what is on its way");
      assertThat(second.isAlive()).isFalse();
    }
  }

  @Test
  void ctrl_c_stops_it_too_and_what_was_wrong_from_the_start_is_not_tried_again() {
    try (var script = launcher.start(setup, "node", "--restart")) {
      var node = awaitReady(script, 1);
      script.signal("INT");
      script.end().assertExit(130);
      assertThat(node.isAlive()).isFalse();
    }
    try (var script = launcher.start(setup, "node", "--restart", "--batch-size", "0");
        var refused = launcher.start(setup.with("DATABASE_URL", "nonsense"), "node", "--restart")) {
      assertThat(script.end().assertExit(2).errors()).startsWith("sluice: BATCH_SIZE must be");
      assertThat(refused.end().errors()).doesNotContain("starts again");
    }
  }

  @Test
  void a_node_whose_script_was_killed_stops_as_well() throws Exception {
    assumeThat(canTellOfTheEndOfAParent()).isTrue();
    try (var script = launcher.start(setup, "node", "--restart")) {
      var node = awaitReady(script, 1);
      script.kill();
      node.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      assertThat(script.errors()).contains("Interrupted: storing what is on its way");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "exit 255, ended itself after a fatal error (exit code 255)",
    "exit 5, lost its embedded PostgreSQL (exit code 5)",
    "kill -KILL $$, was killed by signal 9 (exit code 137)",
    "kill -SEGV $$, was killed by signal 11 (exit code 139)",
    "exit 192, was killed by signal 64 (exit code 192)"
  })
  void says_what_ended_a_node_and_starts_it_again(String end, String reason) throws IOException {
    try (var script = launcher.start(withJavaThat(end), "node", "--restart")) {
      assertThat(script.end().assertExit(0).errors()).contains("the node " + reason + " after ");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 126, 128, 193, 200, 254})
  void what_was_no_signal_and_wrong_from_the_start_is_not_tried_again(int code) throws IOException {
    try (var script = launcher.start(withJavaThat("exit " + code), "node", "--restart")) {
      assertThat(script.end().assertExit(code).errors()).doesNotContain("starts again");
    }
  }

  /** In place of Java, what ends like that at its first start, and well at its second. */
  private Sluice.Setup withJavaThat(String ends) throws IOException {
    var home = directory.resolve("java");
    var program = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        program,
        "#!/bin/sh\n[ ! -e '%1$s/ran' ] || exit 0\ntouch '%1$s/ran'\n%2$s\n".formatted(home, ends));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return setup.with("JAVA_HOME", home.toString());
  }

  /** The node of the so many-th start, which is the script's only child. */
  private ProcessHandle awaitReady(Sluice script, int start) {
    script.await("ready " + start, () -> readyLines(script) == start);
    var children = script.children();
    nodes.addAll(children);
    assertThat(children).hasSize(1);
    return children.get(0);
  }

  private static long readyLines(Sluice script) {
    return script.errors().lines().filter(line -> line.contains("NodeServers - Ready")).count();
  }

  private static boolean canTellOfTheEndOfAParent() throws InterruptedException {
    try {
      var command = List.of("setpriv", "--pdeathsig", "TERM", "true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
