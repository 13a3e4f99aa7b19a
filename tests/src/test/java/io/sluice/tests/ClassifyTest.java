package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Categories: learned from folders, found out of documents, sorted into folders again. */
class ClassifyTest {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "contracts", List.of("landlord", "tenant", "lease", "rent", "clause", "party", "sign"),
          "recipes", List.of("butter", "flour", "oven", "stir", "salt", "dough", "simmer"),
          "voyages", List.of("harbour", "swell", "sail", "anchor", "pilot", "tide", "chart"));

  /** What any text may have. */
  private static final List<String> COMMON =
      List.of("the", "and", "with", "before", "which", "some", "other", "long", "good", "days");

  private static final int EXAMPLES = 12;
  private static final int DOCUMENTS = 5;

  @TempDir private Path directory;
  private final RandomGenerator random = RandomGenerator.of("L64X128MixRandom");

  private String text(List<String> words) {
    return Stream.generate(() -> random.nextInt(3) == 0 ? words : COMMON)
        .map(list -> list.get(random.nextInt(list.size())))
        .limit(120)
        .collect(Collectors.joining(" "));
  }

  private Path folders(String name, int each) throws IOException {
    var made = Files.createDirectory(directory.resolve(name));
    for (var category : WORDS.entrySet()) {
      var folder = Files.createDirectory(made.resolve(category.getKey()));
      for (int i = 0; i < each; i++) {
        Files.writeString(folder.resolve(name + i + ".txt"), text(category.getValue()));
      }
    }
    return made;
  }

  @Test
  void documents_are_sorted_as_the_folders_were_that_it_learned_from() throws IOException {
    var scene = Scene.in(directory);
    var examples = folders("examples", EXAMPLES);
    var documents = folders("documents", DOCUMENTS);
    Files.writeString(documents.resolve("doubtful.txt"), text(COMMON));
    var setup =
        scene
            .setup()
            .with("SOURCE_ROOTS", directory.toRealPath().toString())
            .with("EXTRACT_WORKERS", "1");
    try (var node = LiveNode.start(setup)) {
      var nothing = setup.run("classify", documents.toString()).assertExit(1);
      assertThat(nothing.errors()).contains("there are no categories: add some");
      setup.run("category", "learn", examples.toString()).assertExit(0);
      assertThat(setup.run("category", "list").output())
          .containsPattern("contracts +12 examples")
          .containsPattern("voyages +12 examples");

      var export = directory.resolve("out.jsonl");
      var done =
          setup.run("classify", documents.toString(), "--export", export.toString()).assertExit(0);
      WORDS.keySet().forEach(name -> assertThat(done.output()).containsPattern("5 +" + name));
      assertThat(done.output()).containsPattern("1 +up for review");
      assertThat(Files.readAllLines(export)).hasSize(3 * DOCUMENTS + 1);

      var api = List.of("--url", "http://127.0.0.1:" + node.apiPort());
      var confusion = ask(setup, api, "batch", "confusion", "2", "--labels", documents.toString());
      assertThat(confusion.output()).contains("right: 15 of 15 that were sorted (100.0%)");
      var sorted = directory.resolve("sorted");
      ask(setup, api, "batch", "organise", "2", "--into", sorted.toString(), "--link")
          .assertExit(0);
      assertThat(sorted.resolve("other/doubtful.txt")).isSymbolicLink();
      assertThat(sorted.resolve("recipes")).isDirectoryContaining("glob:**.txt");

      // A person says what the doubtful one is.
      Files.createDirectory(sorted.resolve("small talk"));
      Files.move(sorted.resolve("other/doubtful.txt"), sorted.resolve("small talk/doubtful.txt"));
      long read = scene.count("SELECT count(*) FROM sluice.document");
      setup.run("category", "learn", sorted.toString()).assertExit(0);
      assertThat(
              TestDatabase.query(
                  scene.database(),
                  "SELECT category, count(*)::text FROM sluice.category_example GROUP BY 1 ORDER BY 1"))
          .containsExactly(
              List.of("contracts", "17"),
              List.of("recipes", "17"),
              List.of("small talk", "1"),
              List.of("voyages", "17"));
      assertThat(scene.count("SELECT count(*) FROM sluice.document")).isEqualTo(read);
    }
  }

  @Test
  void without_a_database_nothing_is_left_but_the_export() throws IOException {
    var examples = folders("examples", EXAMPLES);
    var documents = folders("documents", 1);
    var empty = Files.createDirectory(directory.resolve("empty"));
    var temporary = Files.createDirectory(directory.resolve("temporary"));
    var setup =
        Scene.in(directory)
            .setup()
            .with("USE_DATABASE", "false")
            .with("EXTRACT_WORKERS", "1")
            .with("DATA_DIR", empty.resolve("data").toString())
            .with("IMAGE_DIR", empty.resolve("images").toString())
            .withJvm("-Djava.io.tmpdir=" + temporary);
    var export = directory.resolve("out.csv");
    setup.run("classify", documents.toString(), "--export", export.toString()).assertExit(2);
    setup.run("classify", documents.toString(), "--learn", examples.toString()).assertExit(2);
    setup
        .run(
            "classify",
            documents.toString(),
            "--learn",
            examples.toString(),
            "--export",
            export.toString())
        .assertExit(0);
    assertThat(Files.readAllLines(export)).hasSize(1 + 3);
    assertThat(Files.readString(export)).contains(",contracts,", ",recipes,", ",voyages,");
    assertThat(empty).isEmptyDirectory();
    assertThat(temporary).isDirectoryNotContaining("glob:**/sluice-*");
  }

  private static Sluice.Ended ask(Sluice.Setup setup, List<String> api, String... words) {
    var all = new ArrayList<>(List.of(words));
    all.addAll(api);
    return setup.run(all.toArray(String[]::new));
  }
}
