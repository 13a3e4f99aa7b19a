package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a power loss or an end of a container leaves of a server is no server. */
class StalePidFileTest {
  /** Less than the two minutes for which a server is waited for. */
  private static final Duration SOON = Duration.ofSeconds(90);

  @TempDir static Path temporary;

  /** Shared, for the first start in a directory takes seconds. */
  private final Path dataDir = temporary.resolve("data");

  private Path pidFile() throws IOException {
    var file = dataDir.resolve("postgres/data/postmaster.pid");
    if (!Files.exists(file.getParent())) {
      EmbeddedServer.start(dataDir).close();
    }
    return file;
  }

  private static String pidFile(long pid, Path data, int port) {
    return "%d\n%s\n1700000000\n%d\n\n127.0.0.1\n   123456         1\nready   \n"
        .formatted(pid, data, port);
  }

  @ParameterizedTest
  @ValueSource(strings = {"own", "first", "parent", "other"})
  void a_process_that_is_not_our_server_is_neither_waited_for_nor_told_the_password(String whose)
      throws Exception {
    var file = pidFile();
    var other = new ProcessBuilder("sleep", "600").start();
    try (var stranger = new ClearTextServer()) {
      var self = ProcessHandle.current();
      long pid =
          switch (whose) {
            case "own" -> self.pid();
            case "first" -> 1;
            case "parent" -> self.parent().orElseThrow().pid();
            default -> other.pid();
          };
      Files.writeString(file, pidFile(pid, file.getParent(), stranger.port()));
      assertThat(EmbeddedServer.running(dataDir)).isEmpty();

      assertStarts(stranger);
      assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1", "\n\n\n", "%d\n/no", "99999999999999999999\n\n\n1", "-1\n\n\n5432"})
  void a_file_that_is_empty_or_cut_off_is_no_server(String content) throws Exception {
    var file = pidFile();
    Files.writeString(file, content.formatted(ProcessHandle.current().pid()));
    assertThat(EmbeddedServer.running(dataDir)).isEmpty();
    assertStarts(null);
  }

  @Test
  void a_file_of_any_bytes_is_no_server() throws Exception {
    var bytes = new byte[3_000_000];
    new Random(1).nextBytes(bytes);
    Files.write(pidFile(), bytes);
    assertThat(EmbeddedServer.running(dataDir)).isEmpty();
    assertStarts(null);
  }

  private void assertStarts(ClearTextServer stranger) throws IOException {
    long began = System.nanoTime();
    try (var server = EmbeddedServer.start(dataDir)) {
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
      assertThat(TestDatabase.count(server.address(), "SELECT 1")).isEqualTo(1);
      assertThat(Files.readString(pidFile(), StandardCharsets.US_ASCII)).contains("ready");
    } finally {
      if (stranger != null) {
        assertThat(stranger.passwords()).isEmpty();
      }
    }
  }
}
