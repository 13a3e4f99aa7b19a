package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.document.PoisonDocuments;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Poison among good documents, a little of it: each good one is read, each other has its end. */
class PoisonDocumentsTest {
  private static final int GOOD = 20;

  /** Those that nothing reads, with how they end. */
  private static final Map<String, String> FAILED =
      Map.of(
          "locked.pdf", "encrypted",
          "locked.docx", "encrypted",
          "locked.zip", "encrypted",
          "cut.docx", "unreadable",
          "cut.pdf", "unreadable",
          "noise.docx", "unreadable");

  @TempDir private Path directory;

  @Test
  void each_good_document_is_read_and_each_other_has_its_end() throws IOException {
    var scene = Scene.in(directory);
    var documents = directory.resolve("documents");
    var poison = new PoisonDocuments(0.002);
    poison.write(documents);
    for (int i = 0; i < GOOD; i++) {
      Files.writeString(documents.resolve("good-" + i + ".txt"), "light airs, number " + i);
    }
    scene
        .setup()
        .with("EXTRACT_WORKERS", "2")
        .with("MAX_DOCUMENT_PARTS", "150")
        .with("MAX_DOCUMENT_CHARACTERS", "20000")
        .run("submit", "documents", documents.toString())
        .assertExit(1);

    assertThat(
            scene.count(
                "SELECT count(*) FROM sluice.item WHERE address LIKE '%good%' AND state = 'done'"))
        .isEqualTo(GOOD);
    var ended = items(scene, "SELECT address, state, reason FROM sluice.item", 1);
    var reasons = items(scene, "SELECT address, reason FROM sluice.item", 1);
    for (var name : poison.names()) {
      assertThat(ended.get(name)).as(name).isEqualTo(FAILED.containsKey(name) ? "failed" : "done");
      assertThat(reasons.get(name)).as(name).isEqualTo(FAILED.get(name));
    }
    assertThat(
            TestDatabase.query(
                scene.database(),
                """
                SELECT name, state, split_part(reason, ':', 1), parts_found, parts_read
                FROM sluice.document JOIN sluice.document_item ON document_id = id
                WHERE name IN ('deep.zip', 'many.zip', 'mails.mbox', 'rows.xlsx', 'wide.zip',
                  'empty cells.xlsx', 'a pdf.docx', 'a text.pdf', 'page tree.pdf', 'cut.zip')
                ORDER BY name
                """))
        .containsExactly(
            Arrays.asList("a pdf.docx", "text", null, "0", "0"),
            Arrays.asList("a text.pdf", "text", null, "0", "0"),
            Arrays.asList("cut.zip", "partial", "broken", "19", "19"),
            Arrays.asList("deep.zip", "partial", "parts", "11", "10"),
            Arrays.asList("empty cells.xlsx", "text", null, "0", "0"),
            Arrays.asList("mails.mbox", "text", null, "40", "40"),
            Arrays.asList("many.zip", "partial", "parts", "200", "150"),
            Arrays.asList("page tree.pdf", "empty", null, "0", "0"),
            Arrays.asList("rows.xlsx", "text", null, "0", "0"),
            Arrays.asList("wide.zip", "partial", "parts", "200", "150"));
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.document
                WHERE parts_found <> parts_read + parts_failed + parts_left
                """))
        .isZero();
  }

  /** A column by the name of the file. */
  private static Map<String, String> items(Scene scene, String query, int column) {
    Function<List<String>, String> name =
        row -> row.get(0).substring(row.get(0).lastIndexOf('/') + 1).replace("%20", " ");
    return TestDatabase.query(scene.database(), query).stream()
        .filter(row -> row.get(column) != null)
        .collect(Collectors.toMap(name, row -> row.get(column)));
  }
}
