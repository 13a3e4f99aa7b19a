package io.sluice.category;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.category.ClassifierSettings.Choice;
import io.sluice.embedding.Embedder;
import io.sluice.ledger.category.Categories;
import io.sluice.ledger.category.Verdict;
import io.sluice.model.ModelScene;
import io.sluice.model.StandInModel;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which classifier there is, and what several of them say together. */
class ClassifiersTest {
  private static final double MARGIN = 0.03;
  private static final String SURE = "Dear aunt, sincerely yours, with greetings";
  private static final String UNSURE = "Quarterly soil samples";

  private static ModelScene scene;

  @TempDir private Path directory;
  private final StandInModel server = new StandInModel();
  private final Database database = TestDatabase.open();
  private final Categories categories = new Categories(database);
  private Embedder embedder;

  @BeforeAll
  static void begin() {
    scene = new ModelScene();
  }

  @AfterAll
  static void end() {
    scene.close();
  }

  @AfterEach
  void close() {
    embedder.close();
    server.close();
    database.close();
  }

  private Classifiers classifiers(Choice choice) {
    if (embedder == null) {
      embedder = new Embedder(directory, 1);
    }
    var settings = ModelScene.settings(server.address(), Map.of("sluice.openai-api-key", ""));
    return new Classifiers(
        database,
        new ClassifierSettings(choice, MARGIN),
        embedder,
        new Endpoints(choice, settings, scene.access()),
        Runnable::run);
  }

  private void learn() {
    categories.put("letters", "what friends write");
    categories.put("bills", "what is to be paid");
    for (int i = 0; i < 10; i++) {
      learn("letters", "Dear friend %d, sincerely yours, greetings to the aunt".formatted(i), i);
      learn("bills", "Amount of invoice %d, payment due to the account".formatted(i), i);
    }
    // As its own ways do.
    TestDatabase.execute(
        database.address(), "UPDATE sluice.category_change SET number = number + 1");
  }

  private void learn(String category, String text, int number) {
    TestDatabase.execute(
        database.address(),
        """
        INSERT INTO sluice.category_example (text_hash, category, text)
        VALUES (decode(md5('%s'), 'hex'), '%s', '%s')
        """
            .formatted(category + number, category, text));
  }

  private void says(String category) {
    server.does(
        (asked, reply) -> {
          if (asked.path().equals("/api/chat")) {
            reply.ollama(StandInModel.verdict(category, "it says so"), "stop", 300);
          } else {
            reply.body(200, "{}");
          }
        });
  }

  private static Verdict verdict(Classifiers classifiers, String text) throws Exception {
    return classifiers
        .present()
        .orElseThrow()
        .classify(text)
        .toCompletableFuture()
        .get(1, TimeUnit.MINUTES);
  }

  private static String version(Classifiers classifiers) {
    return classifiers.present().orElseThrow().version();
  }

  @Test
  void a_version_is_of_all_that_decides_and_the_same_on_every_node() {
    var one = classifiers(Choice.INPROCESS);
    assertThat(one.present()).isEmpty();
    learn();
    var first = version(one);
    assertThat(version(classifiers(Choice.INPROCESS))).isEqualTo(first);
    categories.put("bills", "what was paid");
    var second = version(one);
    assertThat(second).isNotEqualTo(first);
    categories.put("bills", "what is to be paid");
    assertThat(version(one)).isEqualTo(first);
    categories.put("reports", "");
    assertThat(version(one)).isNotIn(first, second);
    assertThat(one.present().orElseThrow())
        .as("a category without")
        .isNotInstanceOf(WordClassifier.class);
    assertThat(version(classifiers(Choice.OLLAMA))).isNotEqualTo(version(one));
  }

  @Test
  void a_model_is_asked_about_what_is_not_sure_and_people_where_they_differ() throws Exception {
    learn();
    says("letters");
    var both = classifiers(Choice.AUTO);
    var sure = verdict(both, SURE);
    assertThat(sure.category()).isEqualTo("letters");
    assertThat(sure.classifier()).isEqualTo("tf-idf");
    assertThat(server.asked()).noneMatch(asked -> asked.path().equals("/api/chat"));
    var alone = verdict(classifiers(Choice.INPROCESS), UNSURE);
    assertThat(alone.review()).isTrue();
    assertThat(alone.category()).isEqualTo("other");
    var likeliest = alone.candidates().get(0).category();

    says(likeliest);
    var agreed = verdict(both, UNSURE);
    assertThat(agreed.category()).isEqualTo(likeliest);
    assertThat(agreed.review()).isFalse();
    assertThat(agreed.reason()).isEqualTo("it says so");
    assertThat(agreed.classifier()).isEqualTo("tf-idf, ollama llama3.2:3b");

    says("other");
    var differing = verdict(both, UNSURE);
    assertThat(differing.category()).isEqualTo("other");
    assertThat(differing.review()).isTrue();
    assertThat(differing.reason()).isEqualTo("ollama llama3.2:3b says other: it says so");
    assertThat(differing.candidates()).isEqualTo(alone.candidates());
  }

  @Test
  void without_a_model_nothing_waits_for_one() throws Exception {
    learn();
    server.does((asked, reply) -> reply.body(404, "{\"error\":\"model not found\"}"));
    assertThat(verdict(classifiers(Choice.AUTO), UNSURE).classifier()).isEqualTo("tf-idf");
  }

  @Test
  void a_model_alone_may_say_that_a_text_is_in_none() throws Exception {
    learn();
    says("other");
    var said = verdict(classifiers(Choice.OLLAMA), SURE);
    assertThat(said.category()).isEqualTo("other");
    assertThat(said.review()).isFalse();
    server.does((asked, reply) -> reply.ollama("no JSON", "stop", 300));
    var failed = verdict(classifiers(Choice.OLLAMA), SURE);
    assertThat(failed.review()).isTrue();
    assertThat(failed.reason()).startsWith("the model gave no category: ");
  }

  @Test
  void descriptions_do_where_examples_are_few() throws Exception {
    categories.put("cooking", "recipes, food and kitchens");
    categories.put("football", "matches, goals, players and clubs");
    var said =
        verdict(
            classifiers(Choice.INPROCESS),
            "The striker scored twice before half time, and the home side won the cup.");
    assertThat(said.category()).isEqualTo("football");
    assertThat(said.classifier()).isEqualTo("embeddings");
  }
}
