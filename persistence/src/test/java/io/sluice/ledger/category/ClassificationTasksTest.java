package io.sluice.ledger.category;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.ledger.category.ClassificationTasks.Taken;
import io.sluice.ledger.category.Classifications.Result;
import io.sluice.ledger.category.Verdict.Candidate;
import io.sluice.ledger.document.DocumentRow;
import io.sluice.ledger.document.DocumentRows;
import io.sluice.persistence.Database;
import io.sluice.persistence.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ClassificationTasksTest {
  private static final Duration LEASE = Duration.ofMinutes(1);
  private static final Duration OVER = Duration.ZERO;
  private static final Verdict LETTER = verdict("letters");
  private static final Verdict BILL = verdict("bills");

  private final Database database = TestDatabase.open();
  private final ClassificationTasks tasks = new ClassificationTasks(database);
  private final Classifications classifications = new Classifications(database);
  private final BatchTexts texts = new BatchTexts(database);

  ClassificationTasksTest() {
    execute("INSERT INTO sluice.category (name, description) VALUES ('letters', '')");
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Verdict verdict(String category) {
    return new Verdict(category, false, null, List.of(new Candidate(category, 0.75)), 0.5, "test");
  }

  private void execute(String sql) {
    TestDatabase.execute(database.address(), sql);
  }

  private long count(String sql) {
    return TestDatabase.count(database.address(), sql);
  }

  private List<String> held() {
    return TestDatabase.query(
            database.address(),
            "SELECT version || ' ' || category FROM sluice.text_category ORDER BY text_hash")
        .stream()
        .map(row -> row.get(0))
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Documents of batch 1 with these texts; bytes of their own for each item. */
  private void store(long first, String... samples) {
    var documents = new ArrayList<DocumentRow>();
    for (int i = 0; i < samples.length; i++) {
      long item = first + i;
      documents.add(
          new DocumentRow(1, item, "document " + item, bytes("bytes " + item), text(samples[i])));
    }
    database.transaction(
        connection -> {
          DocumentRows.insert(connection, documents, false);
          ClassificationTasks.add(
              connection, 1, documents.stream().map(DocumentRow::item).toList());
          return null;
        });
  }

  private static DocumentRow.Text text(String sample) {
    return new DocumentRow.Text(
        1,
        "text/plain",
        "text",
        null,
        null,
        null,
        "{}",
        null,
        1,
        0,
        0,
        0,
        0,
        bytes(sample),
        sample,
        true,
        List.of(),
        List.of());
  }

  private Taken takeOne(Duration lease) {
    return tasks.take(10, lease).get(0);
  }

  private int settle(String version, Verdict verdict, Taken... taken) {
    return classifications.settle(
        Stream.of(taken).map(task -> new Result(task, version, verdict)).toList());
  }

  private long classify() {
    var all = new AtomicLong();
    texts.classify(1, all::addAndGet);
    return all.get();
  }

  private long again(String version) {
    var all = new AtomicLong();
    texts.classifyAgain(1, version, all::addAndGet);
    return all.get();
  }

  @Test
  void documents_with_the_same_text_are_one_task_that_is_settled_once() {
    store(1, "Dear Sir", "Dear Sir", "A bill");
    store(4, "Dear Sir");
    assertThat(tasks.waiting(1)).isEqualTo(2);
    assertThat(tasks.waiting(2)).isZero();
    var taken = tasks.take(10, LEASE);
    assertThat(taken).extracting(Taken::sample).containsExactlyInAnyOrder("Dear Sir", "A bill");
    assertThat(tasks.take(10, LEASE)).isEmpty();
    assertThat(tasks.areDue()).isFalse();
    assertThat(settle("v1", LETTER, taken.toArray(Taken[]::new))).isEqualTo(2);
    assertThat(tasks.waiting(1)).isZero();
    assertThat(texts.standing(1)).isEqualTo(new BatchTexts.Standing(4, 4, 0, 0, null));
    assertThat(held()).containsExactly("v1 letters", "v1 letters");
    assertThat(count("SELECT count(*) FROM sluice.classification")).isEqualTo(2);
  }

  @Test
  void many_workers_at_once_take_each_text_once() throws Exception {
    store(1, IntStream.range(0, 400).mapToObj(i -> "text " + i).toArray(String[]::new));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    var twice = new ConcurrentHashMap<String, Boolean>();
    var workers = Executors.newFixedThreadPool(4);
    for (int i = 0; i < 4; i++) {
      workers.submit(
          () -> {
            for (var taken = tasks.take(7, LEASE); !taken.isEmpty(); taken = tasks.take(7, LEASE)) {
              for (var one : taken) {
                if (!seen.add(one.sample())) {
                  twice.put(one.sample(), true);
                }
              }
              settle("v1", LETTER, taken.toArray(Taken[]::new));
            }
          });
    }
    workers.shutdown();
    assertThat(workers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
    assertThat(twice).isEmpty();
    // Who found all others locked went home early.
    assertThat(count("SELECT count(*) FROM sluice.text_category") + tasks.waiting().all())
        .isEqualTo(400);
    assertThat(seen).hasSize((int) count("SELECT count(*) FROM sluice.classification"));
  }

  @Test
  void what_is_lost_is_taken_apart_and_a_late_result_decides_nothing() {
    store(1, "Dear Sir");
    var late = takeOne(OVER);
    assertThat(tasks.take(10, LEASE)).isEmpty();
    var again = tasks.takeLost(LEASE);
    assertThat(again).singleElement().extracting(Taken::lost).isEqualTo(1);
    assertThat(settle("v1", LETTER, late)).isZero();
    assertThat(held()).isEmpty();
    assertThat(tasks.waiting(1)).isOne();
    assertThat(settle("v2", BILL, again.get(0))).isOne();
    assertThat(settle("v1", LETTER, late)).isZero();
    assertThat(held()).containsExactly("v2 bills");
    assertThat(count("SELECT count(*) FROM sluice.classification")).isEqualTo(2);
  }

  @Test
  void what_is_renewed_is_nobody_elses() {
    store(1, "Dear Sir");
    var taken = takeOne(OVER);
    tasks.renew(List.of(taken), LEASE);
    assertThat(tasks.takeLost(LEASE)).isEmpty();
    tasks.release(List.of(taken));
    assertThat(tasks.take(10, LEASE)).singleElement().extracting(Taken::lost).isEqualTo(0);
  }

  @Test
  void what_fails_waits_longer_each_time_and_says_why() {
    store(1, "Dear Sir");
    for (int i = 0; i < 3; i++) {
      tasks.putOff(tasks.take(10, LEASE), "nobody answers");
      assertThat(tasks.areDue()).isFalse();
      assertThat(
              count(
                  """
                  SELECT round(extract(epoch FROM due_at - clock_timestamp()) / 5)
                  FROM sluice.classification_task
                  """))
          .isEqualTo(1 << i);
      execute("UPDATE sluice.classification_task SET due_at = now()");
    }
    assertThat(tasks.waiting()).isEqualTo(new ClassificationTasks.Waiting(1, 1));
    assertThat(texts.standing(1).problem()).isEqualTo("nobody answers");
  }

  @Test
  void again_takes_what_an_older_version_found_from_those_who_are_at_it() {
    store(1, "Dear Sir", "A bill", "A bill");
    settle("v1", LETTER, tasks.take(10, LEASE).toArray(Taken[]::new));
    assertThat(classify()).isZero();
    assertThat(again("v1")).isZero();
    assertThat(again("v2")).isEqualTo(2);
    var first = tasks.take(1, LEASE).get(0);
    assertThat(again("v3")).isEqualTo(2);
    assertThat(settle("v2", BILL, first)).isZero();
    assertThat(held()).containsExactly("v1 letters", "v1 letters");
    assertThat(settle("v3", BILL, tasks.take(10, LEASE).toArray(Taken[]::new))).isEqualTo(2);
    assertThat(held()).containsExactly("v3 bills", "v3 bills");
    // Turning back costs nothing.
    assertThat(again("v1")).isZero();
    assertThat(held()).containsExactly("v1 letters", "v1 letters");
    assertThat(tasks.waiting(1)).isZero();
  }

  @Test
  void what_was_found_out_before_is_not_found_out_again() {
    store(1, "Dear Sir");
    settle("v1", LETTER, takeOne(LEASE));
    store(2, "Dear Sir");
    var taken = tasks.take(10, LEASE);
    assertThat(classifications.known(taken, "v1"))
        .containsExactly(HexFormat.of().formatHex(bytes("Dear Sir")));
    assertThat(classifications.known(taken, "v2")).isEmpty();
    assertThat(settle("v1", null, taken.get(0))).isOne();
    assertThat(held()).containsExactly("v1 letters");
  }

  @Test
  void without_categories_nothing_waits_and_they_make_it_possible_later() {
    execute("DELETE FROM sluice.category");
    store(1, "Dear Sir");
    assertThat(tasks.waiting(1)).isZero();
    assertThat(texts.standing(1)).isEqualTo(new BatchTexts.Standing(1, 0, 0, 0, null));
    execute("INSERT INTO sluice.category (name, description) VALUES ('letters', '')");
    assertThat(classify()).isOne();
    execute("DELETE FROM sluice.category");
    tasks.forgetNeedless(tasks.take(10, LEASE));
    assertThat(tasks.waiting(1)).isZero();
  }

  @Test
  void a_purge_forgets_what_no_other_document_says() {
    store(1, "Dear Sir", "Dear Sir", "A bill");
    settle("v1", LETTER, tasks.take(10, LEASE).toArray(Taken[]::new));
    store(4, "A poem");
    database.transaction(connection -> DocumentRows.forget(connection, 1, 1));
    assertThat(count("SELECT count(*) FROM sluice.text_category")).isEqualTo(2);
    database.transaction(connection -> DocumentRows.forget(connection, 1, 100));
    assertThat(count("SELECT count(*) FROM sluice.classification")).isZero();
    assertThat(count("SELECT count(*) FROM sluice.text_category")).isZero();
    assertThat(tasks.waiting().all()).isZero();
  }

  @Test
  void one_whose_last_document_went_is_forgotten_and_not_one_that_came_back() {
    store(1, "Dear Sir", "A bill");
    var taken = tasks.take(10, LEASE);
    execute("DELETE FROM sluice.document_item");
    execute("DELETE FROM sluice.document WHERE sample = 'A bill'");
    tasks.forgetNeedless(taken);
    assertThat(tasks.take(10, LEASE))
        .singleElement()
        .extracting(Taken::sample)
        .isEqualTo("Dear Sir");
  }
}
