package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.terminal.Captured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What is done with the categories of a batch: folders, and how right they are. */
@Isolated("it looks at what the process prints")
class ClassifiedBatchTest {
  @TempDir private Path directory;
  private Path sources;
  private Path into;
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    sources = Files.createDirectory(directory.resolve("sources"));
    into = directory.resolve("into");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Captured run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--url=" + node.url());
    return ClientProgram.run(all.toArray(String[]::new));
  }

  private Path source(String name, String content) throws IOException {
    var file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, content);
  }

  private void classified(Path file, String category, boolean review) throws IOException {
    classified(file, FileHash.copy(file, new ByteArrayOutputStream()), category, review);
  }

  private void classified(Path file, String hash, String category, boolean review) {
    var line = NodeJson.object();
    line.put("number", node.items.size() + 1);
    line.put("address", file.toUri().toString());
    line.put("filename", file.getFileName().toString());
    line.put("hash", hash);
    line.put("category", category);
    line.put("review", review);
    node.items.add(line + "\n");
  }

  @Test
  void a_folder_each_of_copies_and_the_same_again() throws IOException {
    classified(source("one/a.pdf", "lease"), "contracts", false);
    classified(source("two/a.pdf", "rent"), "contracts", false);
    classified(source("b.pdf", "what is it"), "other", true);
    classified(source("c.pdf", "not yet"), null, false);
    for (int round = 0; round < 2; round++) {
      var done = run("batch", "organise", "1", "--copy", "--into", into.toString());
      assertThat(done.err()).isEmpty();
      assertThat(done.exitCode()).isZero();
      assertThat(done.out())
          .containsPattern("contracts +2\n")
          .containsPattern("other +1\n")
          .contains("1 are not classified");
      assertThat(into.resolve("contracts/a.pdf")).hasContent("lease");
      assertThat(into.resolve("contracts/a-2.pdf")).hasContent("rent");
      assertThat(into.resolve("other/b.pdf")).hasContent("what is it");
      assertThat(files()).hasSize(4);
      var manifest = NodeJson.tree(Files.readAllBytes(into.resolve("manifest.json")));
      assertThat(manifest).hasSize(3);
      assertThat(manifest.get(1).path("file").asText()).isEqualTo("contracts/a-2.pdf");
      assertThat(manifest.get(2).path("review").asBoolean()).isTrue();
    }
  }

  private List<Path> files() throws IOException {
    try (var all = Files.walk(into)) {
      return all.filter(file -> !Files.isDirectory(file)).toList();
    }
  }

  @Test
  void what_is_in_another_category_now_moves_and_what_others_made_stays() throws IOException {
    var file = source("a.pdf", "lease");
    classified(file, "contracts", false);
    Files.createDirectories(into.resolve("contracts"));
    Files.writeString(into.resolve("contracts/a.pdf"), "somebody else's");
    assertThat(run("batch", "organise", "1", "--link", "--into=" + into).exitCode()).isZero();
    assertThat(Files.readSymbolicLink(into.resolve("contracts/a-1.pdf"))).isEqualTo(file);
    node.items.clear();
    classified(file, "letters", false);
    assertThat(run("batch", "organise", "1", "--link", "--into=" + into).exitCode()).isZero();
    assertThat(Files.readSymbolicLink(into.resolve("letters/a.pdf"))).isEqualTo(file);
    assertThat(into.resolve("contracts/a-1.pdf")).doesNotExist();
    assertThat(into.resolve("contracts/a.pdf")).hasContent("somebody else's");
  }

  @Test
  void what_is_gone_or_changed_or_elsewhere_is_named_and_the_others_are_there() throws IOException {
    classified(source("good.pdf", "lease"), "contracts", false);
    classified(source("changed.pdf", "new"), "0".repeat(64), "contracts", false);
    classified(sources.resolve("gone.pdf"), "0".repeat(64), "contracts", false);
    node.items.add(
        "{\"number\":4,\"address\":\"https://example.org/d\\u001b.pdf\",\"filename\":\"../../d\","
            + "\"hash\":\"00\",\"category\":\"../x\",\"review\":false}\n");
    var done = run("batch", "organise", "1", "--copy", "--into=" + into);
    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err())
        .contains("changed.pdf: has changed since it was read")
        .contains("gone.pdf: not there any more")
        .doesNotContain("\u001b");
    assertThat(done.err().lines()).hasSize(3);
    assertThat(files()).hasSize(2);
    assertThat(NodeJson.tree(Files.readAllBytes(into.resolve("manifest.json"))))
        .filteredOn(entry -> entry.hasNonNull("problem"))
        .hasSize(3);
  }

  @Test
  void another_s_manifest_is_not_overwritten() throws IOException {
    classified(source("good.pdf", "lease"), "contracts", false);
    Files.createDirectories(into);
    Files.writeString(into.resolve("manifest.json"), "{ this is\n not ours");
    var done = run("batch", "organise", "1", "--copy", "--into=" + into);
    assertThat(done.exitCode()).isEqualTo(1);
    assertThat(done.err()).contains("was not made by this command");
    assertThat(into.resolve("manifest.json")).hasContent("{ this is\n not ours");
    assertThat(run("batch", "organise", "1", "--into=" + into).exitCode()).isEqualTo(2);
  }

  @Test
  void names_stay_below_their_folder() {
    assertThat(FolderName.of("../../etc/passwd")).isEqualTo("_._.._etc_passwd");
    assertThat(FolderName.of(" a\n\u202eb ")).isEqualTo("a__b");
    assertThat(FolderName.of("")).isEqualTo("_");
    assertThat(FolderName.of("\u00fc".repeat(300) + ".pdf")).endsWith(".pdf").hasSizeLessThan(110);
    assertThat(FolderName.numbered("a.tar.gz", 7)).isEqualTo("a.tar-7.gz");
  }

  @Test
  void categories_beside_what_people_say() throws IOException {
    var labels = Files.createDirectory(directory.resolve("labels"));
    for (var folder : List.of("contracts", "letters", "both")) {
      Files.createDirectory(labels.resolve(folder));
    }
    label(labels, "contracts", "lease", "contracts", false);
    label(labels, "contracts", "rent", "letters", false);
    label(labels, "contracts", "hire", "other", true);
    label(labels, "letters", "dear", "letters", false);
    classified(source("unknown", "unknown"), "letters", false);
    Files.writeString(labels.resolve("letters/twice"), "twice");
    Files.writeString(labels.resolve("both/twice"), "twice");
    Files.writeString(labels.resolve("letters/absent"), "absent");
    var done = run("batch", "confusion", "1", "--labels=" + labels);
    assertThat(done.exitCode()).isZero();
    assertThat(done.err()).containsPattern("twice is in (both|letters) too");
    assertThat(done.out())
        .containsPattern("contracts +1 +1 +1 +100.0% +33.3%")
        .containsPattern("letters +0 +1 +0 +50.0% +100.0%")
        .contains("right: 2 of 3 that were sorted (66.7%); 1 of 4 go to review (25.0%)")
        .contains("1 of the batch have no label; 0 with a label are not classified; 1 that");
    var json = NodeJson.tree(run("batch", "confusion", "1", "--labels=" + labels, "--json").out());
    assertThat(json.path("right").asLong()).isEqualTo(2);
  }

  private void label(Path labels, String label, String content, String category, boolean review)
      throws IOException {
    classified(source(content, content), category, review);
    Files.writeString(labels.resolve(label).resolve(content), content);
  }

  @Test
  void without_labels_or_categories_it_says_so() throws IOException {
    var labels = Files.createDirectories(directory.resolve("labels/contracts"));
    var empty = run("batch", "confusion", "1", "--labels=" + labels.getParent());
    assertThat(empty.exitCode()).isEqualTo(1);
    assertThat(empty.err()).contains("no folder with files");
    Files.writeString(labels.resolve("a"), "a");
    node.items.add("{\"number\":1,\"hash\":\"00\"}\n");
    var files = run("batch", "confusion", "1", "--labels=" + labels.getParent());
    assertThat(files.exitCode()).isEqualTo(1);
    assertThat(files.err()).contains("1 is no batch of documents");
  }
}
