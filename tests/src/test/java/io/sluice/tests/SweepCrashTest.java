package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.FilesBelow;
import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process that was killed has written and not committed is gone after a sweep. */
class SweepCrashTest {
  private static final int FILES = 600;

  @TempDir private Path directory;
  private Scene scene;
  private Sluice.Setup setup;

  @Test
  void a_sweep_leaves_what_rows_tell_of_though_it_is_killed_itself() throws IOException {
    scene = Scene.in(directory);
    setup =
        scene
            .setup()
            .with("CHUNK_SIZE", "300")
            .with("CONSUMER_BATCH_SIZE", "20")
            .with("SOURCE_ROOTS", directory.toRealPath().toString());
    var files = files();
    // In the middle of the transaction that stores the rows of files that have their names.
    var beforeCommit =
        new Point("before commit", "io.sluice.ledger.file.FileRows", "insert", "AT EXIT");
    killAt(beforeCommit, 5, node -> node.submit(files));
    var strays = blobs();
    strays.removeAll(told());
    assertThat(strays).hasSizeGreaterThanOrEqualTo(20);
    remove(files);

    var sweeping = new Point("sweeping", "io.sluice.blob.WithdrawnFile", "discard", "AT ENTRY");
    killAt(
        sweeping,
        3,
        node -> {
          node.program().await("the batch's end", () -> state(node).equals("completed"));
          node.post("/api/sweep?leastAgeSeconds=0");
        });
    assertThat(blobs()).hasSizeLessThan(strays.size() + told().size());
    assertThat(blobs()).anyMatch(file -> file.contains(".withdrawn-"));

    try (var node = LiveNode.start(setup)) {
      node.post("/api/sweep?leastAgeSeconds=1");
      node.program()
          .await(
              "the sweep's end",
              () -> node.get("/api/sweep").get("state").asText().equals("ended"));
      assertThat(node.get("/api/sweep").get("problem").isNull()).isTrue();
      assertThat(node.metrics()).contains("sluice_swept_files_total{what=\"stored\"}");
    }
    assertThat(told()).isNotEmpty();
    assertThat(blobs()).containsExactlyInAnyOrderElementsOf(told());
    assertThat(files(scene.images().resolve("images/.drafts"))).isEmpty();
  }

  private interface Begin {
    void on(LiveNode node);
  }

  private void killAt(Point point, int time, Begin begin) {
    var marker = directory.resolve(point.name().replace(' ', '-'));
    var rule = Rules.stopAt(point, time, marker, directory);
    try (var node = LiveNode.start(setup.withJvm(rule))) {
      begin.on(node);
      node.program().await(point.name(), () -> Files.exists(marker));
      node.program().kill();
    }
  }

  private static String state(LiveNode node) {
    return node.get("/api/batches/1").get("state").asText();
  }

  private Path files() throws IOException {
    var made = Files.createDirectory(directory.resolve("files")).toRealPath();
    for (int i = 0; i < FILES; i++) {
      Files.writeString(made.resolve("file-" + i), "content " + i);
    }
    return made;
  }

  private static void remove(Path files) throws IOException {
    for (var file : files(files)) {
      Files.delete(file);
    }
  }

  private List<String> told() {
    return TestDatabase.query(scene.database(), "SELECT path FROM sluice.file").stream()
        .map(row -> row.get(0))
        .toList();
  }

  private List<String> blobs() {
    var store = scene.images();
    return new ArrayList<>(
        files(store.resolve("files")).stream()
            .map(file -> store.relativize(file).toString())
            .filter(file -> !file.startsWith("files/."))
            .toList());
  }

  private static List<Path> files(Path below) {
    return FilesBelow.of(below);
  }
}
