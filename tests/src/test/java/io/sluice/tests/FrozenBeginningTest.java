package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleOptions;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that was frozen as it began a run does not take it from the node that has it now. */
class FrozenBeginningTest {
  private static final Point LOOKED =
      new Point("looked", "io.sluice.ledger.Runs", "refuseStrangers", "AT EXIT");
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path directory;

  @Test
  void a_node_frozen_after_it_looked_whether_it_may_begin_takes_nothing_back() throws IOException {
    var scene =
        Scene.in(directory).withExport(new SampleOptions(1, 400, 100, 320, 9, "Ice", false));
    var setup = scene.setup().with("NODE_TIMEOUT", "4s");
    var looked = directory.resolve("looked");
    var release = directory.resolve("release");
    var held = Rules.agent(directory, Rules.hold(LOOKED, looked, release));
    try (var frozen = setup.withJvm(held).start("collect", scene.export().toString())) {
      frozen.await("the look", () -> Files.exists(looked));
      frozen.freeze();
      Files.createFile(release);
      Sluice.await("the frozen node to be silent", () -> isSilent(scene), PATIENCE);
      try (var second = setup.start("collect", scene.export().toString())) {
        second.await("a run of the second", () -> runsOf(scene, second) == 1);
        assertThat(TestDatabase.query(scene.database(), "SELECT deaths FROM sluice.run"))
            .as(
                "what the frozen node began is as if it had never been%n%s%n%s",
                frozen.errors(), second.errors())
            .containsExactly(List.of("0"));
        frozen.thaw();
        var lost = frozen.end();
        assertThat(lost.exitCode()).as(lost.errors()).isEqualTo(1);
        second.end().assertExit(0);
        assertThat(runsOf(scene, second)).as("runs that are the second's still").isOne();
      }
    }
    scene.assertStoredOnce();
  }

  private static boolean isSilent(Scene scene) {
    return scene.count(
            """
            SELECT count(*) FROM sluice.node
            WHERE last_seen > clock_timestamp() - interval '4 seconds'
            """)
        == 0;
  }

  private static long runsOf(Scene scene, Sluice program) {
    return scene.count(
        """
        SELECT count(*) FROM sluice.run JOIN sluice.node ON node.id = run.node
        WHERE node.process = %d
        """
            .formatted(program.pid()));
  }
}
