package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.Gate;
import io.sluice.words.SilentPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program needs and does not have, at its start or in the middle of its work. */
class OutageTest {
  private static final Duration OUTAGE = Duration.ofSeconds(30);

  @TempDir private Path directory;

  @Test
  void a_database_that_goes_away_for_half_a_minute_is_waited_for_and_what_lacks_is_named()
      throws IOException {
    var scene = Scene.in(directory).withExport(3000, 300);
    var real = scene.database();
    try (var gate = Gate.before(real)) {
      var setup =
          scene
              .setup()
              .with("DATABASE_URL", gate.to(real).url())
              .with("NODE_TIMEOUT", "5s")
              .with("BATCH_SIZE", "20");
      try (var node = setup.start("collect", scene.export().toString())) {
        node.await("the first rows", () -> scene.hasSchema() && scene.messages() > 100);
        gate.shut();
        long began = System.nanoTime();
        // Whoever waits has time for this.
        assertThatADatabaseThatRefusesIsNamed();
        assertThatATakenPortIsNamed();
        Sluice.pause(Math.max(0, OUTAGE.minusNanos(System.nanoTime() - began).toMillis()));
        assertThat(node.isAlive()).as(node.errors()).isTrue();
        gate.open();
        node.end().assertExit(0);
      }
    }
    scene.assertStoredOnce();
  }

  private void assertThatADatabaseThatRefusesIsNamed() throws IOException {
    var scene = Scene.in(Files.createDirectory(directory.resolve("refused"))).withExport(20, 0);
    try (var silent = new SilentPort()) {
      var address = "127.0.0.1:" + silent.number() + "/news";
      var ended =
          scene
              .setup()
              .with("DATABASE_URL", "postgres://me:secret@" + address)
              .run("collect", scene.export().toString());
      ended.assertExit(1);
      assertThat(ended.errors())
          .contains(address, "refused", "DATABASE_URL")
          .doesNotContain("secret");
    }
  }

  private void assertThatATakenPortIsNamed() throws IOException {
    var scene = Scene.in(Files.createDirectory(directory.resolve("taken"))).withExport(20, 0);
    try (var taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      var port = Integer.toString(taken.getLocalPort());
      var ended = scene.setup().with("NODE_PORT", port).run("collect", scene.export().toString());
      ended.assertExit(1);
      assertThat(ended.errors()).contains("NODE_PORT " + port, "taken");
    }
  }
}
