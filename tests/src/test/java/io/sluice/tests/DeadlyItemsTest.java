package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2 of the items of batches: what ends its process, exhausts its memory or hangs is dead
 * after its tries, whatever stage does it; its neighbours are done, and who kills the node blames
 * nobody.
 */
class DeadlyItemsTest {
  private static final String EXITED = "ended the process with exit code " + ToldTask.EXIT_CODE;
  private static final String EXHAUSTED = "ended the process with exit code 3, out of memory";
  private static final String HUNG = "took longer than 4.0 s";
  private static final int OUT_OF_MEMORY = 3;
  private static final int OTHERS = 40 + 30 + 3 + 3;

  @TempDir private Path directory;

  @Test
  void deadly_items_are_dead_after_their_tries_and_all_others_are_done_once() {
    var scene = ToldScene.in(directory);
    long peaceful = scene.create("50 sleep:100 sleep:100");
    long deadly =
        scene.create(
            "40 ok ok",
            "1 exit ok",
            "1 memory ok",
            "1 hang ok",
            "2 fail ok",
            "3 later:500 ok",
            "30 sleep:20 sleep:20",
            "1 ok exit",
            "1 ok memory",
            "1 ok hang",
            "2 ok fail",
            "3 ok later:500");
    try (var node = scene.start()) {
      ToldScene.tell(node, peaceful, "resume");
      node.program().await("work on it", () -> scene.items(peaceful, "done") >= 5);
      node.program().kill();
    }
    assertThat(scene.items(peaceful, "pending")).isPositive();
    assertThat(scene.isInFlight(peaceful)).isTrue();

    var ends = new ArrayList<Integer>();
    var node = scene.start();
    try {
      ToldScene.tell(node, deadly, "resume");
      while (node.program().diesBefore(() -> scene.areCompleted(2))) {
        ends.add(node.program().end().exitCode());
        node = scene.start();
      }
      scene.assertSettled(peaceful);
      assertThat(scene.items(peaceful, "done")).isEqualTo(50);
      assertBlamed(scene, peaceful, List.of());

      // No item ends more than one process of a node.
      assertThat(ends).hasSizeBetween(1, 4).containsOnly(ToldTask.EXIT_CODE, OUT_OF_MEMORY);
      assertEnds(scene, deadly);

      node.post("/api/batches/" + deadly + "/retry?state=dead");
      var program = node.program();
      program.await("its end", () -> scene.areCompleted(2));
      assertEnds(scene, deadly);
    } finally {
      node.close();
    }
  }

  private static void assertEnds(ToldScene scene, long batch) {
    scene.assertSettled(batch);
    assertThat(scene.items(batch, "done")).isEqualTo(OTHERS);
    assertThat(
            scene.query(
                """
                SELECT address, stage, reason, detail, count(*) FROM sluice.item
                WHERE state = 'failed' AND batch_id = %d GROUP BY 1, 2, 3, 4 ORDER BY 1
                """
                    .formatted(batch)))
        .containsExactly(
            List.of("fail ok", "0", "fail", "told 0: as it was told", "2"),
            List.of("ok fail", "1", "fail", "told 1: as it was told", "2"));
    assertBlamed(
        scene,
        batch,
        List.of(
            List.of("exit ok", "0", "3", "dead", "told 0: " + EXITED),
            List.of("hang ok", "0", "3", "dead", "told 0: " + HUNG),
            List.of("memory ok", "0", "3", "dead", "told 0: " + EXHAUSTED),
            List.of("ok exit", "1", "3", "dead", "told 1: " + EXITED),
            List.of("ok hang", "1", "3", "dead", "told 1: " + HUNG),
            List.of("ok memory", "1", "3", "dead", "told 1: " + EXHAUSTED)));
  }

  /** These alone, with stage, attempts, reason and detail. */
  private static void assertBlamed(ToldScene scene, long batch, List<List<String>> items) {
    assertThat(
            scene.query(
                """
                SELECT address, stage, attempts, reason, detail FROM sluice.item
                WHERE (attempts > 0 OR state = 'dead') AND batch_id = %d ORDER BY address
                """
                    .formatted(batch)))
        .isEqualTo(items);
  }
}
