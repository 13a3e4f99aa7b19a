package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was asked of batches at work holds though the node is killed at once, nothing is lost or
 * done twice by it, and items that hang hold up nobody.
 */
class SteeredItemsTest {
  /** It is a second; a busy machine takes longer, and an item that hangs far longer. */
  private static final Duration MOST_OF_CANCEL = Duration.ofSeconds(20);

  @TempDir private Path directory;

  @Test
  void each_command_holds_though_the_node_is_killed_when_it_has_answered() {
    var scene = ToldScene.in(directory).with("ITEM_TIMEOUT", "10m");
    var hung = scene.create("20 ok ok", "3 hang ok", "3 ok hang");
    var retried = scene.create("20 ok ok", "5 mended ok", "5 ok mended");
    var at = List.of("paused", "cancelled", "removed", "purged", "timed");
    var work = at.stream().map(name -> scene.create("90 sleep:100 sleep:100")).toList();
    long paused = work.get(0);
    long cancelled = work.get(1);
    long removed = work.get(2);
    long purged = work.get(3);
    long timed = work.get(4);
    try (var node = scene.start()) {
      for (long batch : scene.batches()) {
        ToldScene.tell(node, batch, "resume");
      }
      node.program().await("failures", () -> scene.state(retried).equals("completed"));
      node.program().await("items that hang", () -> scene.hanging(hung) == 6);
      for (long batch : work) {
        node.program().await("work on " + batch, () -> scene.items(batch, "done") > 0);
      }
      cancelInTime(scene, node, hung);
      cancelInTime(scene, node, timed);
      ToldScene.tell(node, paused, "pause");
      ToldScene.tell(node, cancelled, "cancel");
      assertThat(node.delete("/api/batches/" + removed)).isEqualTo(202);
      assertThat(node.delete("/api/batches/" + purged + "?purge=true")).isEqualTo(202);
      ToldScene.tell(node, retried, "retry?state=failed");
      node.program().kill();
    }
    assertThat(scene.items(paused, "pending")).isPositive();
    long begun = scene.begun(paused);
    var stopped = List.of(cancelled, timed, hung);
    var begunBefore = stopped.stream().map(scene::begun).toList();

    try (var node = scene.start()) {
      node.program().await("the removals", () -> scene.batches().size() == 5);
      for (long batch : List.of(removed, purged)) {
        assertThat(scene.count("SELECT count(*) FROM sluice.item WHERE batch_id = " + batch))
            .isZero();
        assertThat(scene.count("SELECT count(*) FROM sluice.chunk WHERE batch_id = " + batch))
            .isZero();
      }
      assertThat(scene.done(removed)).isPositive();
      assertThat(scene.done(purged)).isZero();
      node.program().await("a second try", () -> scene.state(retried).equals("completed"));
      scene.assertSettled(retried);
      assertThat(scene.items(retried, "done")).isEqualTo(30);
      assertThat(scene.state(paused)).isEqualTo("paused");
      assertThat(scene.begun(paused)).isEqualTo(begun);
      ToldScene.tell(node, paused, "resume");
      node.program().kill();
    }

    try (var node = scene.start()) {
      node.program().await("its end", () -> scene.state(paused).equals("completed"));
      scene.assertSettled(paused);
      assertThat(scene.items(paused, "done")).isEqualTo(90);
      for (long batch : stopped) {
        assertThat(scene.state(batch)).isEqualTo("cancelled");
        scene.assertDoneOnce(batch);
        assertThat(node.get("/api/batches/" + batch).at("/counters/done").asLong())
            .isPositive()
            .isEqualTo(scene.items(batch, "done"));
      }
      assertThat(stopped.stream().map(scene::begun).toList()).isEqualTo(begunBefore);
    }
  }

  private static void cancelInTime(ToldScene scene, LiveNode node, long batch) {
    ToldScene.tell(node, batch, "cancel");
    long answered = System.nanoTime();
    node.program().await("nothing in flight", () -> !scene.isInFlight(batch));
    var took = Duration.ofNanos(System.nanoTime() - answered);
    assertThat(took).isLessThan(MOST_OF_CANCEL);
    assertThat(scene.items(batch, "pending")).isPositive();
  }
}
