package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What nodes have done is in the history, each item once, when they are stopped and start again.
 */
class HistoryOnNodesTest {
  private static final int FILES = 400;
  private static final String DONE =
      "SELECT coalesce(sum(amount), 0) FROM sluice.history"
          + " WHERE kind = 'files' AND outcome = 'done' AND unit = 'items'";
  private static final String BYTES =
      "SELECT coalesce(sum(amount), 0) FROM sluice.history WHERE kind = 'files' AND unit = 'bytes'";
  private static final String ENDED = "SELECT count(*) FROM sluice.item WHERE state = 'done'";

  @TempDir private Path directory;

  private Path files(String name) throws IOException {
    var made = Files.createDirectories(directory.resolve(name)).toRealPath();
    for (int i = 0; i < FILES; i++) {
      Files.writeString(made.resolve("file-" + i), "%s %3d".formatted(name, i));
    }
    return made;
  }

  private LiveNode node(Scene scene, int number) throws IOException {
    var own = Files.createDirectories(directory.resolve("node-" + number));
    return LiveNode.start(
        new Sluice.Setup(own, scene.setup().environment(), List.of())
            .with("DATA_DIR", own.toString())
            .with("NODE_HOST", "127.0.0." + number)
            .with("SOURCE_ROOTS", directory.toRealPath().toString())
            .with("CHUNK_SIZE", "10")
            .with("NODE_CHUNKS", "2"));
  }

  private static void awaitEnded(Scene scene, int items) {
    Sluice.await("all items", () -> scene.count(ENDED) == items, Duration.ofMinutes(2));
  }

  private static void stop(LiveNode node) {
    node.program().signal("TERM");
    node.program().end();
  }

  @Test
  void two_nodes_are_summed_and_a_stop_and_a_start_lose_and_double_nothing() throws IOException {
    var scene = Scene.in(directory);
    try (var one = node(scene, 1);
        var other = node(scene, 2)) {
      one.submit(files("first"));
      awaitEnded(scene, FILES);
      // At once: the last share is told while they go.
      stop(one);
      stop(other);
    }
    assertThat(scene.count(DONE)).isEqualTo(FILES);
    assertThat(scene.count(BYTES)).isEqualTo(FILES * 9L);
    assertThat(scene.count("SELECT count(DISTINCT node) FROM sluice.history")).isEqualTo(2);
    try (var again = node(scene, 1)) {
      again.submit(files("later"));
      awaitEnded(scene, 2 * FILES);
      stop(again);
    }
    assertThat(scene.count(DONE)).isEqualTo(2 * FILES);
  }
}
