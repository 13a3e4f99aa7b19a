package io.sluice.category;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.sluice.ledger.category.ClassificationTasks;
import io.sluice.ledger.category.Classifications;
import io.sluice.ledger.category.Verdict;
import io.sluice.metrics.MetricsSettings;
import io.sluice.metrics.NodeMetrics;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import io.sluice.task.LeaseWorker;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextTasksTest {
  private static final Duration LEASE = Duration.ofSeconds(2);

  private final ActorTestKit kit = ActorTestKit.create();
  private final Database database = TestDatabase.open();
  private final ConcurrentHashMap<String, Integer> asked = new ConcurrentHashMap<>();

  TextTasksTest() {
    execute("INSERT INTO sluice.category (name, description) VALUES ('letters', '')");
  }

  @AfterEach
  void close() {
    kit.shutdownTestKit();
    database.close();
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private long count(String what) {
    return TestDatabase.count(database.address(), "SELECT count(*) FROM sluice." + what);
  }

  private void store(int texts) {
    execute(
        """
        INSERT INTO sluice.document (hash, size, mime_type, state, metadata, pages_without_text,
          characters, parts_found, parts_read, parts_failed, parts_left, text_hash, sample, uses)
        SELECT decode(md5('b' || i), 'hex'), 1, 'text/plain', 'text', '{}', 0, 1, 0, 0, 0, 0,
          decode(md5('t' || i), 'hex'), 'text ' || i, 1
        FROM generate_series(1, %d) AS i;
        INSERT INTO sluice.classification_task (text_hash) SELECT text_hash FROM sluice.document
        """
            .formatted(texts));
  }

  private static Verdict letter() {
    return new Verdict("letters", false, null, List.of(), 1.0, "test");
  }

  private ActorRef<LeaseWorker.Command> worker(Function<String, CompletionStage<Verdict>> way) {
    var classifier =
        new Classifier() {
          @Override
          public String version() {
            return "v1";
          }

          @Override
          public int atOnce() {
            return 10;
          }

          @Override
          public CompletionStage<Verdict> classify(String sample) {
            asked.merge(sample, 1, Integer::sum);
            return way.apply(sample);
          }
        };
    var metrics =
        NodeMetrics.in(
            new PrometheusRegistry(), "test", new MetricsSettings(Duration.ofMinutes(1)));
    return kit.spawn(
        LeaseWorker.create(
            new TextTasks(
                new ClassifierNode(
                    new ClassificationTasks(database),
                    new Classifications(database),
                    () -> Optional.of(classifier),
                    metrics.classifications(),
                    LEASE)),
            Executors.newCachedThreadPool(),
            LEASE));
  }

  private void awaitAll(int texts) {
    Waiting.until(() -> count("text_category") == texts && count("classification_task") == 0);
    assertThat(count("classification")).isEqualTo(texts);
  }

  private static CompletionStage<Verdict> later() {
    return CompletableFuture.supplyAsync(TextTasksTest::letter);
  }

  @Test
  void several_at_once_classify_each_text_once() {
    store(500);
    for (int i = 0; i < 3; i++) {
      worker(sample -> later());
    }
    awaitAll(500);
    assertThat(asked).hasSize(500).allSatisfy((text, times) -> assertThat(times).isOne());
  }

  @Test
  void one_that_takes_long_stays_with_who_has_it() throws InterruptedException {
    store(1);
    var verdict = new CompletableFuture<Verdict>();
    worker(sample -> verdict);
    Waiting.until(() -> asked.size() == 1);
    worker(sample -> later());
    Thread.sleep(2 * LEASE.toMillis());
    assertThat(count("classification_task WHERE due_at > clock_timestamp()")).isOne();
    verdict.complete(letter());
    awaitAll(1);
    assertThat(asked).containsValue(1);
  }

  @Test
  void what_one_that_is_gone_had_is_classified_by_another() {
    store(30);
    var gone = worker(sample -> new CompletableFuture<>());
    Waiting.until(() -> !asked.isEmpty());
    kit.stop(gone);
    worker(sample -> later());
    awaitAll(30);
  }

  @Test
  void one_that_leaves_gives_back_what_it_has() {
    store(10);
    var leaving = worker(sample -> new CompletableFuture<>());
    Waiting.until(() -> !asked.isEmpty());
    var left = kit.<Done>createTestProbe();
    leaving.tell(new LeaseWorker.Leave(left.getRef()));
    left.receiveMessage();
    assertThat(count("classification_task WHERE taking IS NULL AND attempts = 0 AND lost = 0"))
        .isEqualTo(10);
  }

  @Test
  void a_failure_is_told_and_tried_again_and_others_go_on() {
    store(20);
    var failures = new AtomicInteger();
    worker(
        sample ->
            sample.endsWith("7") && failures.getAndIncrement() < 4
                ? CompletableFuture.failedFuture(new IllegalStateException("nobody answers"))
                : later());
    Waiting.until(() -> count("text_category") == 18);
    Waiting.until(() -> count("classification_task WHERE problem = 'nobody answers'") == 2);
    execute("UPDATE sluice.classification_task SET due_at = now()");
    Waiting.until(() -> failures.get() >= 4);
    Waiting.until(() -> count("classification_task WHERE attempts = 2 AND taking IS NULL") == 2);
    execute("UPDATE sluice.classification_task SET due_at = now()");
    awaitAll(20);
  }

  @Test
  void a_text_that_ends_whoever_classifies_it_is_given_up() {
    store(3);
    execute(
        """
        UPDATE sluice.classification_task SET taking = 7, lost = 4, due_at = now()
        WHERE text_hash = decode(md5('t2'), 'hex')
        """);
    worker(sample -> later());
    awaitAll(3);
    assertThat(asked).doesNotContainKey("text 2");
    assertThat(count("text_category WHERE review AND category = 'other'")).isOne();
  }
}
