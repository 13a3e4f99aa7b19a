package io.sluice.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which texts are about the same, and what becomes of them when their process dies. */
class EmbedderTest {
  private static final List<CategorySample> CATEGORIES =
      List.of(
          new CategorySample(
              "invoices", "bills with amounts to pay, due dates and bank accounts", List.of()),
          new CategorySample(
              "contracts", "agreements between parties with clauses and signatures", List.of()),
          new CategorySample(
              "correspondence", "letters and e-mails from one person to another", List.of()),
          new CategorySample(
              "research", "scientific papers with methods, experiments and results", List.of()),
          new CategorySample(
              "compliance", "rules, audits and laws that a company has to obey", List.of()));

  private static final List<String> TEXTS =
      List.of(
          "Harbour Supplies Ltd. 12 coils of rope at 48.00 each, total 576.00 plus VAT. Please"
              + " transfer the amount within 30 days, quoting the number above.",
          "The lessor lets the boathouse to the lessee for five years. Either party may terminate"
              + " this lease with three months' notice. Signed by both parties in two copies.",
          "Dear Ann, thank you for your kind letter. The children are well and ask when you will"
              + " visit us again. Give our love to your mother. Yours, Peter",
          "We measured the growth of mussels at three temperatures. In a controlled experiment with"
              + " 240 specimens, shells grew 14% faster at 16 degrees (p < 0.01). We discuss why.",
          "The auditor found that records of safety training were incomplete. Under section 12 of"
              + " the regulation the company must keep them for ten years and report breaches.");

  @TempDir Path directory;
  private Embedder embedder;

  @BeforeEach
  void begin() {
    embedder = new Embedder(directory.resolve("native"), 2);
  }

  @AfterEach
  void end() {
    embedder.close();
  }

  private float[] embed(String text) throws Exception {
    return embedder.embed(text).toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  /** Others keep some of their own. */
  private List<ProcessHandle> children() {
    return ProcessHandle.current().children().filter(this::isOurs).toList();
  }

  private boolean isOurs(ProcessHandle child) {
    try {
      return Files.readString(Path.of("/proc/" + child.pid() + "/cmdline"))
          .contains(directory.toString());
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_text_is_nearest_to_the_category_whose_description_it_fits() throws Exception {
    var categories =
        CategoryVectors.of(embedder, CATEGORIES).toCompletableFuture().get(2, TimeUnit.MINUTES);
    var found = new ArrayList<String>();
    for (var text : TEXTS) {
      var ranked = categories.candidates(text).toCompletableFuture().get(1, TimeUnit.MINUTES);
      assertThat(ranked)
          .hasSize(5)
          .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
      found.add(ranked.get(0).category());
    }
    long right = 0;
    for (int i = 0; i < found.size(); i++) {
      right += found.get(i).equals(CATEGORIES.get(i).name()) ? 1 : 0;
    }
    assertThat(right).as(found.toString()).isGreaterThanOrEqualTo(4);
  }

  @Test
  void examples_move_a_category_to_where_they_are() throws Exception {
    var letters = List.of(TEXTS.get(2));
    var with =
        CategoryVectors.of(
                embedder,
                List.of(
                    new CategorySample("b", "", letters), new CategorySample("a", "", List.of())))
            .toCompletableFuture()
            .get(2, TimeUnit.MINUTES);
    var nearest = with.candidates(embed("Dear Paul, your letter made us very happy. Yours, Ann"));
    assertThat(nearest.get(0).category()).isEqualTo("b");
  }

  @Test
  void vectors_have_length_one_and_do_not_depend_on_what_is_asked_with_them() throws Exception {
    var alone = embed(TEXTS.get(0));
    assertThat(alone).hasSize(384);
    assertThat(Vectors.cosine(alone, alone)).isCloseTo(1, within(1e-6));
    var together = embedder.embed(TEXTS).toCompletableFuture().get(2, TimeUnit.MINUTES);
    assertThat(together.get(0)).containsExactly(alone);
    assertThat(Vectors.cosine(together.get(0), together.get(2))).isLessThan(0.6);
  }

  @Test
  void any_text_has_a_vector() throws Exception {
    for (var text :
        List.of("", " ", "\0\ud800", "\u6771\u4eac".repeat(5000), "x".repeat(3_000_000))) {
      assertThat(embed(text)).hasSize(384);
    }
  }

  @Test
  void texts_of_a_child_that_is_killed_are_asked_again() throws Exception {
    var before = embed(TEXTS.get(1));
    var killed = children();
    assertThat(killed).hasSize(1);
    killed.forEach(ProcessHandle::destroyForcibly);
    Waiting.until("the child has gone", () -> killed.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(embed(TEXTS.get(1))).containsExactly(before);
    // And in the midst of work.
    var many = new ArrayList<String>();
    for (int i = 0; i < 400; i++) {
      many.add(i + " " + TEXTS.get(i % 5).repeat(5));
    }
    var vectors = embedder.embed(many).toCompletableFuture();
    children().forEach(ProcessHandle::destroyForcibly);
    assertThat(vectors.get(3, TimeUnit.MINUTES)).hasSize(400).doesNotContainNull();
  }

  @Test
  void texts_fail_and_wait_no_longer_where_each_child_is_killed() throws Exception {
    var vectors = TEXTS.stream().map(text -> embedder.embed(text).toCompletableFuture()).toList();
    Waiting.until(
        "all have failed",
        () -> {
          children().forEach(ProcessHandle::destroyForcibly);
          return vectors.stream().allMatch(CompletableFuture::isDone);
        });
    assertThat(vectors)
        .allSatisfy(
            one ->
                assertThatThrownBy(one::get)
                    .hasCauseInstanceOf(EmbeddingException.class)
                    .hasMessageContaining("exit code 137"));
  }

  @Test
  void texts_fail_clearly_where_no_child_can_start_and_after_the_end() throws Exception {
    var file = Files.writeString(directory.resolve("file"), "in the way");
    try (var blocked = new Embedder(file, 1)) {
      assertThatThrownBy(() -> blocked.embed("a").toCompletableFuture().get(1, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(EmbeddingException.class)
          .hasMessageContaining("no embeddings: ")
          .hasMessageContaining(file.toString());
    }
    embedder.close();
    assertThatThrownBy(() -> embedder.embed("a").toCompletableFuture().get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(EmbeddingException.class)
        .hasMessageContaining("this node ends");
  }

  @Test
  void native_code_leaves_no_files_behind_not_even_that_of_one_that_was_killed() throws Exception {
    var all = directory.resolve("native");
    var left = Files.createDirectories(all.resolve("run-1"));
    Files.write(left.resolve("lib.so"), new byte[1000]);
    var fresh = Files.createDirectories(all.resolve("run-2"));
    Files.setLastModifiedTime(
        left, FileTime.fromMillis(System.currentTimeMillis() - 2 * 60 * 60 * 1000));
    embed("a");
    assertThat(left).doesNotExist();
    assertThat(fresh).exists();
    assertThat(bytesIn(all)).isZero();
    embedder.close();
    assertThat(all).isDirectoryNotContaining(one -> !one.endsWith("run-2"));
  }

  private static long bytesIn(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
