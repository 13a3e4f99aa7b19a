package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.document.PoisonDocuments;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit documents}: each content is read once, and what has no text has a state. */
class SubmitDocumentsTest {
  private static final String TEXT = "Annual leave is twenty days, and a long swell from the west.";

  @TempDir private Path directory;

  private Path documents() throws IOException {
    var made = Files.createDirectories(directory.resolve("documents"));
    Files.writeString(made.resolve("leave.txt"), TEXT);
    Files.writeString(made.resolve("copy of leave.txt"), TEXT);
    Files.writeString(
        made.resolve("pilot.html"),
        "<html><head><title>Pilots</title></head><body><p>Pilots board at the bar.</p></body>");
    Files.write(made.resolve("nothing.txt"), new byte[0]);
    Files.write(made.resolve("noise.bin"), new byte[] {1, 2, 3, 0, (byte) 0xfe, 7, 0, 0, 1});
    try (var zip = new ZipOutputStream(Files.newOutputStream(made.resolve("all.zip")))) {
      zip.putNextEntry(new ZipEntry("inner.txt"));
      zip.write("words within an archive".getBytes());
      zip.putNextEntry(new ZipEntry("noise.bin"));
      zip.write(new byte[] {9, 0, 0, 0, 1, 0, (byte) 0xff});
    }
    return made;
  }

  @Test
  void what_is_read_of_documents_is_stored_and_found() throws IOException {
    var scene = Scene.in(directory);
    var documents = documents();
    var setup =
        scene
            .setup()
            .with("SOURCE_ROOTS", documents.toRealPath().toString())
            .with("EXTRACT_WORKERS", "1")
            .with("STORE_FULL_CONTENT", "true");
    try (var node = LiveNode.start(setup)) {
      var report = setup.run("submit", "documents", "--wait", documents.toString()).assertExit(1);
      assertThat(report.output())
          .startsWith("documents-1: completed: 6 listed, 4 stored, 1 duplicates, 1 failed, 0 dead");
      assertThat(
              TestDatabase.query(
                  scene.database(),
                  """
                  SELECT string_agg(name, ' / ' ORDER BY name), document.state, language, title,
                    parts_found || '/' || parts_read, uses::text
                  FROM sluice.document JOIN sluice.document_item ON document_id = id
                  GROUP BY id ORDER BY 1
                  """))
          .containsExactly(
              Arrays.asList("all.zip", "partial", null, null, "2/1", "1"),
              Arrays.asList("copy of leave.txt / leave.txt", "text", "en", null, "0/0", "2"),
              Arrays.asList("nothing.txt", "empty", null, null, "0/0", "1"),
              Arrays.asList("pilot.html", "text", "en", "Pilots", "0/0", "1"));
      assertThat(
              TestDatabase.query(
                  scene.database(),
                  "SELECT address, reason FROM sluice.item WHERE state = 'failed'"))
          .singleElement()
          .satisfies(row -> assertThat(row.get(0)).endsWith("noise.bin"))
          .satisfies(row -> assertThat(row.get(1)).isEqualTo("unreadable"));

      var api = List.of("--url", "http://127.0.0.1:" + node.apiPort());
      assertThat(ask(setup, api, "search", "LEAVE", "swell").output())
          .contains("Annual leave is twenty days");
      assertThat(ask(setup, api, "search", "leave -swell", "--json").exitCode()).isEqualTo(1);
      assertThat(ask(setup, api, "search", "archive", "--batch", "1").output())
          .contains("all.zip/inner.txt");
      assertThat(ask(setup, api, "results", "1", "--parts", "--format", "jsonl").output())
          .contains("\"filename\":\"all.zip\",\"part\":1,\"part_path\":\"inner.txt\"")
          .contains("\"part_path\":\"noise.bin\"");
      assertThat(ask(setup, api, "results", "1", "--format", "jsonl", "--full-text").output())
          .contains("\"full_text\":\"Pilots board at the bar.\"");
      ask(setup, api, "batch", "remove", "--purge", "--yes", "1").assertExit(0);
      Sluice.await(
          "a purge",
          () -> scene.count("SELECT count(*) FROM sluice.document") == 0,
          Duration.ofSeconds(30));
      assertThat(scene.count("SELECT count(*) FROM sluice.document_page")).isZero();
      assertThat(scene.count("SELECT count(*) FROM sluice.document_part")).isZero();
    }
  }

  @Test
  void a_password_opens_documents_and_is_written_nowhere() throws IOException {
    var scene = Scene.in(directory);
    var documents = Files.createDirectories(directory.resolve("locked"));
    PoisonDocuments.writeLocked(documents.resolve("opened.docx"), "swordfish-7413");
    PoisonDocuments.writeLocked(documents.resolve("closed.docx"), "swordfish-7414");
    var passwords = directory.resolve("passwords");
    Files.writeString(passwords, "swordfish-7412\nswordfish-7413\n");

    var ended =
        scene
            .setup()
            .with("EXTRACT_WORKERS", "1")
            .with("STORE_FULL_CONTENT", "true")
            .with("LOG_LEVEL", "debug")
            .run("submit", "documents", "--passwords", passwords.toString(), documents.toString())
            .assertExit(1);

    assertThat(ended.output()).contains("2 listed, 1 stored");
    assertThat(scene.count("SELECT count(*) FROM sluice.document_page WHERE text ~ 'password'"))
        .as("its text is there")
        .isOne();
    assertThat(ended.output() + ended.errors()).doesNotContain("swordfish");
    assertThat(tablesWith(scene, "swordfish")).isEmpty();
    assertThat(tablesWith(scene, "closed.docx"))
        .as("such a search finds what is there")
        .isNotEmpty();
  }

  private static List<String> tablesWith(Scene scene, String word) {
    var tables =
        TestDatabase.query(
            scene.database(),
            """
            SELECT format('%I.%I', schemaname, tablename) FROM pg_tables
            WHERE schemaname NOT IN ('pg_catalog', 'information_schema')
            """);
    var found = new ArrayList<String>();
    for (var table : tables) {
      var name = table.get(0);
      if (scene.count(
              "SELECT count(*) FROM %s AS one WHERE one::text LIKE '%%%s%%'".formatted(name, word))
          > 0) {
        found.add(name);
      }
    }
    return found;
  }

  private static Sluice.Ended ask(Sluice.Setup setup, List<String> api, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(api);
    return setup.run(all.toArray(String[]::new));
  }
}
