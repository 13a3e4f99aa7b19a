package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A batch of documents: each read once and in one state, whenever the process dies. */
class DocumentCrashTest {
  private static final int TEXTS = 90;
  private static final int COPIES = 10;
  private static final int ARCHIVES = 10;
  private static final int BROKEN = 10;
  private static final String ROWS = "io.sluice.ledger.document.DocumentRows";

  private static final List<Kill> KILLS =
      List.of(
          new Kill(new Point("asked", "io.sluice.document.Extractor", "ask", "AT ENTRY"), 7),
          new Kill(new Point("read", "io.sluice.document.ExtractStage", "outcome", "AT ENTRY"), 7),
          new Kill(
              new Point("pages", "io.sluice.ledger.document.PageRows", "insert", "AT EXIT"), 1),
          new Kill(new Point("before commit", ROWS, "insert", "AT EXIT"), 2),
          new Kill(
              new Point("settled", "io.sluice.ledger.batch.ChunkItems", "settle", "AT EXIT"), 2));

  /** A point, and which time that it is passed. */
  private record Kill(Point point, int time) {}

  @TempDir private Path directory;

  @Test
  void every_document_is_in_one_state_though_the_process_is_killed_again_and_again()
      throws IOException {
    var scene = Scene.in(directory);
    var documents = documents();
    var setup =
        scene
            .setup()
            .with("EXTRACT_WORKERS", "1")
            .with("CHUNK_SIZE", "40")
            .with("CONSUMER_BATCH_SIZE", "8");
    KILLS.forEach(kill -> killAt(kill, setup, documents));
    setup.run("submit", "documents", documents.toString()).assertExit(1);

    assertThat(
            TestDatabase.query(
                scene.database(),
                """
                SELECT state, reason, count(*) FROM sluice.item GROUP BY 1, 2 ORDER BY 1, 2
                """))
        .isEqualTo(
            List.of(
                Arrays.asList("done", null, "" + (TEXTS + ARCHIVES)),
                Arrays.asList("duplicate", null, "" + COPIES),
                List.of("failed", "unreadable", "" + BROKEN)));
    assertThat(scene.count("SELECT count(*) FROM sluice.document_item"))
        .isEqualTo(TEXTS + COPIES + ARCHIVES);
    // An archive, a file of its own, and one that all have.
    assertThat(scene.count("SELECT count(*) FROM sluice.document"))
        .isEqualTo(TEXTS + 2 * ARCHIVES + 1);
    assertThat(scene.count("SELECT count(*) FROM sluice.document_part")).isEqualTo(2 * ARCHIVES);
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.document WHERE uses <>
                  (SELECT count(*) FROM sluice.document_item WHERE document_id = id)
                  + (SELECT count(*) FROM sluice.document_part WHERE part_id = id)
                """))
        .isZero();
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.document WHERE mime_type = 'text/plain'
                AND NOT EXISTS (SELECT FROM sluice.document_page WHERE document_id = id)
                """))
        .isZero();
  }

  private void killAt(Kill kill, Sluice.Setup setup, Path documents) {
    var point = kill.point();
    var marker = directory.resolve(point.name().replace(' ', '-'));
    var rule = Rules.stopAt(point, kill.time(), marker, directory);
    try (var node = setup.withJvm(rule).start("submit", "documents", documents.toString())) {
      node.await(point.name(), () -> Files.exists(marker));
      node.kill();
    }
  }

  private Path documents() throws IOException {
    var made = Files.createDirectories(directory.resolve("documents"));
    for (int i = 0; i < TEXTS; i++) {
      Files.writeString(made.resolve("text-" + i + ".txt"), text(i));
    }
    for (int i = 0; i < COPIES; i++) {
      Files.writeString(made.resolve("copy-" + i + ".txt"), text(i));
    }
    for (int i = 0; i < BROKEN; i++) {
      Files.writeString(made.resolve("broken-" + i + ".pdf"), "%PDF-1.7\nnothing but " + i);
    }
    for (int i = 0; i < ARCHIVES; i++) {
      var file = made.resolve("archive-" + i + ".zip");
      try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
        zip.putNextEntry(new ZipEntry("inner-" + i + ".txt"));
        zip.write(text(TEXTS + i).getBytes());
        zip.putNextEntry(new ZipEntry("of all.txt"));
        zip.write("what all archives have".getBytes());
      }
    }
    return made;
  }

  private static String text(int number) {
    return "The harbour office reports light airs, number " + number;
  }
}
