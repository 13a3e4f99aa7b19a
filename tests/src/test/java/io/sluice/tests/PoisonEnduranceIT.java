package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.document.PoisonDocuments;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All poison among good documents, in a small node that is killed, and its children too. */
class PoisonEnduranceIT {
  private static final int GOOD = Integer.getInteger("documents.good", 1_000);
  private static final String SCALE = System.getProperty("documents.scale", "1");
  private static final String LIMIT = System.getProperty("documents.limit", "20s");
  private static final long SEED = Long.getLong("endurance.seed", 18);
  private static final Duration PATIENCE = Duration.ofMinutes(40);
  private static final long HEAP = 300;

  /** What a child has besides its heap, in MiB. */
  private static final long BESIDES = 200;

  private final Random random = new Random(SEED);
  private final AtomicLong largest = new AtomicLong();

  @TempDir private Path directory;

  @Test
  void each_good_document_is_read_and_each_other_has_its_end() throws IOException {
    var scene = Scene.in(directory);
    var documents = directory.resolve("documents");
    var poison = new PoisonDocuments(Double.parseDouble(SCALE));
    poison.write(documents);
    for (int i = 0; i < GOOD; i++) {
      Files.writeString(documents.resolve("good-%04d.txt".formatted(i)), "light airs, day " + i);
    }
    int all = GOOD + poison.names().size();
    var setup =
        scene
            .setup()
            .with("EXTRACT_TIMEOUT", LIMIT)
            .with("EXTRACT_HEAP", HEAP + "MiB")
            .with("CHUNK_SIZE", "200")
            .with("CONSUMER_BATCH_SIZE", "20")
            .withJvm("-Xmx512m");
    long began = System.nanoTime();
    for (int kills = 1; kills <= 3; kills++) {
      long due = (long) all * kills / 5;
      try (var node = setup.start("submit", "documents", documents.toString())) {
        Sluice.await(
            "some items", () -> watched(node) && isThere(scene) && ended(scene) >= due, PATIENCE);
        node.kill();
      }
      System.out.printf("killed behind %d of %d items%n", ended(scene), all);
    }
    try (var node = setup.start("submit", "documents", documents.toString())) {
      for (int kills = 0; kills < 3; kills++) {
        long before = ended(scene);
        Sluice.await(
            "some items",
            () -> watched(node) && (ended(scene) > before || !node.isAlive()),
            PATIENCE);
        kill(node.children());
      }
      Sluice.await("its end", () -> watched(node) && !node.isAlive(), PATIENCE);
      node.end().assertExit(1);
    }
    System.out.printf(
        "%d s; largest child %d MiB%n", (System.nanoTime() - began) / 1_000_000_000, largest.get());
    TestDatabase.query(
            scene.database(),
            """
            SELECT substring(address from '[^/]*$'), item.state, item.reason, detail,
              document.state, document.reason, parts_found, parts_read, parts_failed, parts_left
            FROM sluice.item
            LEFT JOIN sluice.document_item AS own
              ON own.batch_id = item.batch_id AND own.item = item.number
            LEFT JOIN sluice.document ON document_id = id
            WHERE address NOT LIKE '%good%' ORDER BY 1
            """)
        .forEach(System.out::println);

    assertThat(scene.count("SELECT count(*) FROM sluice.item")).isEqualTo(all);
    assertThat(ended(scene)).isEqualTo(all);
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.item JOIN sluice.document_item AS own
                  ON own.batch_id = item.batch_id AND own.item = item.number
                WHERE address LIKE '%good%' AND state = 'done'
                """))
        .isEqualTo(GOOD);
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.item
                WHERE state IN ('failed', 'dead') AND (reason IS NULL OR stage IS NULL)
                """))
        .isZero();
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.document
                WHERE parts_found <> parts_read + parts_failed + parts_left
                """))
        .isZero();
    assertThat(largest.get()).isLessThanOrEqualTo(HEAP + BESIDES);
  }

  private static boolean isThere(Scene scene) {
    return scene.count("SELECT count(*) FROM pg_tables WHERE tablename = 'document_part'") == 1;
  }

  private static long ended(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.item WHERE state <> 'pending'");
  }

  private void kill(List<ProcessHandle> children) {
    if (!children.isEmpty()) {
      children.get(random.nextInt(children.size())).destroyForcibly();
    }
  }

  /** Notes the most memory that a child ever had. */
  private boolean watched(Sluice node) {
    node.children().forEach(child -> largest.accumulateAndGet(resident(child.pid()), Math::max));
    return true;
  }

  /** In MiB; 0 of one that has ended. */
  private static long resident(long process) {
    try {
      return lines(process).stream()
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  private static List<String> lines(long process) throws IOException {
    return Files.readAllLines(Path.of("/proc", "" + process, "status"));
  }
}
