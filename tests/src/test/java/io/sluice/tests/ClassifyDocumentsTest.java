package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.ledger.category.Categories;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents are sorted into categories that are learned, and again when these change. */
class ClassifyDocumentsTest {
  private static final List<String> CATEGORIES = List.of("contracts", "invoices", "minutes");
  private static final int EXAMPLES = 12;
  private static final int OTHERS = 8;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;
  private Scene scene;
  private Sluice.Setup setup;

  @BeforeEach
  void open() throws IOException {
    scene = Scene.in(directory);
    setup =
        scene
            .setup()
            .with("SOURCE_ROOTS", directory.toRealPath().toString())
            .with("EXTRACT_WORKERS", "1")
            .with("CLASSIFIER", "inprocess");
  }

  private Sluice.Ended ask(LiveNode node, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--url", "http://127.0.0.1:" + node.apiPort()));
    return setup.run(all.toArray(String[]::new));
  }

  private List<JsonNode> results(LiveNode node, String batch) {
    return ask(node, "results", batch, "--format", "jsonl")
        .output()
        .lines()
        .map(this::json)
        .toList();
  }

  private JsonNode json(String line) {
    try {
      return JSON.readTree(line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String wanted(JsonNode row) {
    return row.get("filename").asText().replaceFirst("-.*", "");
  }

  /** Has all documents of the first batch as examples of what their names say. */
  private void learn() {
    try (var database = TestDatabase.open(scene.database())) {
      var categories = new Categories(database);
      for (int i = 0; i < CATEGORIES.size(); i++) {
        var name = CATEGORIES.get(i);
        var hashes =
            TestDatabase.query(
                    scene.database(),
                    """
                    SELECT encode(hash, 'hex') FROM sluice.document
                    JOIN sluice.document_item ON document_id = id
                    WHERE batch_id = 1 AND name LIKE '%s%%'
                    """
                        .formatted(name))
                .stream()
                .map(row -> HexFormat.of().parseHex(row.get(0)))
                .toList();
        assertThat(categories.learn(name, hashes)).isEqualTo(EXAMPLES);
      }
    }
  }

  @Test
  void documents_are_sorted_and_sorted_again_without_being_read_again() throws IOException {
    var examples = directory.resolve("examples");
    var others = directory.resolve("others");
    for (var category : CATEGORIES) {
      MadeTexts.write(examples, category, 0, EXAMPLES);
      MadeTexts.write(others, category, EXAMPLES, EXAMPLES + OTHERS);
    }
    Files.writeString(
        others.resolve("minutes-again.txt"),
        MadeTexts.of("minutes", EXAMPLES).replace(" ", "\n ") + "\n");
    Files.writeString(others.resolve("nothing.txt"), "");
    try (var node = LiveNode.start(setup)) {
      setup.run("submit", "documents", "--wait", examples.toString()).assertExit(0);
      assertThat(results(node, "1")).allMatch(row -> row.get("category").isNull());
      assertThat(ask(node, "batch", "classify", "1").errors()).contains("sluice category");
      learn();
      assertThat(ask(node, "batch", "classify", "1", "--wait").assertExit(0).output())
          .contains("documents-1: 36 texts are to be sorted")
          .contains("documents-1: 36 of 36 documents are sorted, 0 of these to be looked at");
      setup.run("submit", "documents", "--wait", others.toString()).assertExit(0);
      ask(node, "batch", "classify", "2", "--wait").assertExit(0);
      checkSorted(results(node, "2"));
      assertThat(ask(node, "batch", "show", "2").output().replaceAll(" +", " "))
          .contains("with text 25", "classified 25, 0 to be looked at", "to be classified 0");

      var read = read();
      assertThat(scene.count("SELECT count(*) FROM sluice.classification")).isEqualTo(60);
      try (var database = TestDatabase.open(scene.database())) {
        new Categories(database).remove("minutes");
      }
      assertThat(ask(node, "batch", "classify", "2", "--again", "--wait").assertExit(0).output())
          .contains("documents-2: 24 texts are to be sorted");
      assertThat(results(node, "2"))
          .noneMatch(row -> row.get("category").asText().equals("minutes"))
          .filteredOn(row -> wanted(row).equals("invoices"))
          .allMatch(row -> row.get("category").asText().equals("invoices"));
      assertThat(read()).isEqualTo(read);
      assertThat(scene.count("SELECT count(*) FROM sluice.classification")).isEqualTo(84);
      assertThat(ask(node, "batch", "classify", "2", "--again").output())
          .contains("documents-2: 0 texts are to be sorted");
    }
  }

  private void checkSorted(List<JsonNode> rows) {
    assertThat(rows).hasSize(3 * OTHERS + 2);
    assertThat(rows)
        .filteredOn(row -> !row.get("filename").asText().equals("nothing.txt"))
        .allSatisfy(
            row -> {
              assertThat(row.get("category").asText()).isEqualTo(wanted(row));
              assertThat(row.get("review").asBoolean()).isFalse();
              assertThat(row.get("classifier").asText()).isEqualTo("tf-idf");
              assertThat(row.get("margin").asDouble()).isGreaterThan(0.03);
              assertThat(row.get("candidates")).hasSize(3);
              assertThat(row.at("/candidates/0/category").asText()).isEqualTo(wanted(row));
            });
    assertThat(rows)
        .filteredOn(row -> row.get("filename").asText().equals("nothing.txt"))
        .singleElement()
        .matches(row -> row.get("category").isNull() && row.get("review").isNull());
    var hashes = rows.stream().map(row -> row.get("hash").asText()).toList();
    assertThat(rows)
        .filteredOn(row -> !row.get("near_duplicate_of").isNull())
        .singleElement()
        .matches(row -> hashes.contains(row.get("near_duplicate_of").asText()));
  }

  /** All documents with the time when they were read. */
  private List<List<String>> read() {
    return TestDatabase.query(
        scene.database(), "SELECT id, stored_at, uses FROM sluice.document ORDER BY id");
  }

  @Test
  void texts_of_a_node_that_is_killed_are_sorted_by_another_and_each_once() throws IOException {
    int texts = 5_000;
    store(texts);
    var settle = "io.sluice.ledger.category.Classifications";
    for (var point :
        List.of(
            new Rules.Point("taken", settle, "known", "AT EXIT"),
            new Rules.Point("before commit", settle, "decide", "AT EXIT"),
            new Rules.Point("after commit", settle, "settle", "AT EXIT"))) {
      var marker = directory.resolve(point.name().replace(' ', '-'));
      try (var killed = LiveNode.start(setup.withJvm(Rules.stopAt(point, 3, marker, directory)))) {
        killed.program().await(point.name(), () -> Files.exists(marker));
        killed.program().kill();
      }
      assertThat(scene.count("SELECT count(*) FROM sluice.classification_task WHERE taking > 0"))
          .as("in work %s", point.name())
          .isPositive();
    }
    try (var node = LiveNode.start(setup)) {
      node.program()
          .await(
              "all sorted",
              () -> scene.count("SELECT count(*) FROM sluice.classification_task") == 0);
    }
    assertThat(scene.count("SELECT count(*) FROM sluice.text_category")).isEqualTo(texts);
    assertThat(scene.count("SELECT count(*) FROM sluice.classification")).isEqualTo(texts);
    assertThat(
            scene.count(
                """
                SELECT count(*) FROM sluice.document JOIN sluice.text_category USING (text_hash)
                WHERE starts_with(sample, category)
                """))
        .isEqualTo(texts);
  }

  /** Documents that wait to be sorted, without files that they were read from. */
  private void store(int texts) {
    try (var database = TestDatabase.open(scene.database())) {
      database.transaction(
          connection -> {
            try (var insert =
                connection.prepareStatement(
                    """
                    INSERT INTO sluice.document (hash, size, mime_type, state, metadata,
                      pages_without_text, characters, parts_found, parts_read, parts_failed,
                      parts_left, text_hash, sample, uses)
                    SELECT decode(md5(sample), 'hex'), 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0,
                      0, decode(md5(sample), 'hex'), sample, 1
                    FROM unnest(?::text[]) AS sample
                    """)) {
              insert.setArray(
                  1,
                  connection.createArrayOf(
                      "text",
                      LongStream.range(0, texts)
                          .mapToObj(i -> MadeTexts.of(CATEGORIES.get((int) i % 3), (int) i))
                          .toArray(String[]::new)));
              insert.executeUpdate();
            }
            return null;
          });
      var categories = new Categories(database);
      for (var name : CATEGORIES) {
        categories.put(name, "");
        TestDatabase.execute(
            scene.database(),
            """
            INSERT INTO sluice.category_example (text_hash, category, text)
            SELECT text_hash, '%1$s', sample FROM sluice.document
            WHERE starts_with(sample, '%1$s') ORDER BY id LIMIT 12
            """
                .formatted(name));
      }
      TestDatabase.execute(
          scene.database(),
          """
          INSERT INTO sluice.classification_task (text_hash)
          SELECT text_hash FROM sluice.document
          """);
    }
  }
}
