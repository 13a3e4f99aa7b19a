package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Chunks of a batch whose first node reads no file to its end. */
class ChunksOnNodesTest {
  private static final int FILES = 300;
  private static final int CHUNK_SIZE = 10;
  private static final int PLACES = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path directory;

  private Path files() throws IOException {
    var made = Files.createDirectories(directory.resolve("files")).toRealPath();
    for (int i = 0; i < FILES; i++) {
      Files.writeString(made.resolve("file-" + i), "content " + i);
    }
    return made;
  }

  private Sluice.Setup node(Scene scene, int number) throws IOException {
    var own = Files.createDirectories(directory.resolve("node-" + number));
    return new Sluice.Setup(own, scene.setup().environment(), List.of())
        .with("DATA_DIR", own.toString())
        .with("NODE_HOST", "127.0.0." + number)
        .with("SOURCE_ROOTS", directory.toRealPath().toString())
        .with("CHUNK_SIZE", Integer.toString(CHUNK_SIZE))
        .with("NODE_CHUNKS", Integer.toString(PLACES));
  }

  /** The runs of chunks that are under way, with their epochs. */
  private static List<List<String>> runs(Scene scene) {
    return TestDatabase.query(
        scene.database(),
        "SELECT entity, epoch FROM sluice.run WHERE running AND entity LIKE 'chunk-%' ORDER BY 1");
  }

  private static long ended(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.item WHERE state = 'done'");
  }

  /** Has the database note which runs are taken for dead. */
  private static void noteBlame(Scene scene) {
    TestDatabase.execute(
        scene.database(),
        """
        CREATE TABLE blamed (entity text);
        CREATE FUNCTION blame() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO public.blamed VALUES (NEW.entity);
          RETURN NULL;
        END $$;
        CREATE TRIGGER blame AFTER UPDATE ON sluice.run FOR EACH ROW
          WHEN (NEW.deaths > 0) EXECUTE FUNCTION blame();
        """);
  }

  @Test
  void those_that_wait_go_to_a_node_that_joins_and_those_at_work_when_theirs_is_drained()
      throws IOException {
    var scene = Scene.in(directory);
    var files = files();
    var marker = directory.resolve("held");
    var release = directory.resolve("release");
    var reads = new Point("held", "io.sluice.file.FileIntake", "read", "AT ENTRY");
    var holding = Rules.agent(directory, Rules.hold(reads, marker, release));
    try (var first = LiveNode.start(node(scene, 1).withJvm(holding))) {
      long batch = first.submit(files);
      first.program().await("work on all places", () -> runs(scene).size() == PLACES);
      first.program().await("files that are held", () -> Files.exists(marker));
      var held = runs(scene);
      noteBlame(scene);

      try (var second = LiveNode.start(node(scene, 2))) {
        int others = FILES - PLACES * CHUNK_SIZE;
        Sluice.await("what waited", () -> ended(scene) == others, PATIENCE);
        Sluice.await("no other run", () -> runs(scene).equals(held), PATIENCE);

        // The second may be idle, and yet says what holds the work of both up.
        var name = "(process %s)".formatted(first.get("/api/status").at("/node/process"));
        Sluice.await(
            "the second node to know of the first",
            () -> {
              var bottleneck = second.get("/api/status").get("bottleneck");
              return !bottleneck.get("cause").asText().equals("idle")
                  && bottleneck.get("words").asText().contains(name)
                  && bottleneck.get("nodes").size() == 2;
            },
            PATIENCE);

        var leaving = first.get("/api/status").at("/node/id").asText();
        second.post("/api/nodes/%s/drain".formatted(leaving));
        Sluice.await(
            "the end of all",
            () -> second.get("/api/batches/" + batch).get("state").asText().equals("completed"),
            PATIENCE);
        first.program().end().assertExit(0);
      }
    }
    assertThat(scene.count("SELECT count(*) FROM sluice.file_events")).isEqualTo(FILES);
    assertThat(ended(scene)).isEqualTo(FILES);
    assertThat(TestDatabase.query(scene.database(), "SELECT entity FROM blamed"))
        .as("runs whose items became suspects")
        .isEmpty();
  }
}
