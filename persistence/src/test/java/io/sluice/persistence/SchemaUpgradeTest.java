package io.sluice.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.persistence.SchemaUpgrade.LiveNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchemaUpgradeTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String ROWS_AND_SCHEMA =
      """
      SELECT table_name, (xpath('/row/c/text()', query_to_xml(format(
        'SELECT count(*) AS c FROM sluice.%I', table_name), false, true, '')))[1]::text
      FROM information_schema.tables WHERE table_schema = 'sluice' AND table_type = 'BASE TABLE'
      ORDER BY 1
      """;

  private static SchemaUpgrade of(DatabaseAddress address) {
    return SchemaUpgrade.of(address, new DatabaseExamination(address, LIMIT));
  }

  private static SchemaCopy.Trial tried(DatabaseAddress from, String at) {
    return new SchemaCopy(new DatabaseExamination(from, LIMIT), TestDatabase.create()).tried(at);
  }

  @Test
  void a_database_of_this_program_lacks_nothing() {
    var address = TestDatabase.create();
    TestDatabase.open(address).close();
    var upgrade = of(address);
    assertThat(upgrade.steps()).isEmpty();
    assertThat(upgrade.from()).isPresent();
    assertThat(upgrade.nodesToStop()).isEmpty();
  }

  @Test
  void an_empty_database_lacks_all_and_is_left_empty() {
    var address = TestDatabase.create();
    assertThat(of(address).steps()).hasSizeGreaterThan(30);
    assertThat(
            TestDatabase.count(
                address, "SELECT count(*) FROM pg_namespace WHERE nspname = 'sluice'"))
        .isZero();
  }

  @Test
  void every_step_of_this_program_has_words() {
    assertThat(of(TestDatabase.create()).steps())
        .allSatisfy(
            step ->
                assertThat(step.does())
                    .as(step.version())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains("something else")));
  }

  @Test
  void an_older_schema_is_tried_with_its_rows_on_a_copy_and_left_as_it_was() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("14", address);
    TestDatabase.execute(
        address,
        """
        INSERT INTO sluice.channel (name, title) VALUES ('news', 'a\\\\b'), ('other', 'O');
        DELETE FROM sluice.channel WHERE name = 'other';
        INSERT INTO sluice.message (channel_id, id, kind, text, epoch)
          SELECT 1, n, 'message', 'line' || chr(10) || n, 1 FROM generate_series(1, 1000) n;
        SELECT sluice.file_events_ahead(current_date);
        INSERT INTO sluice.node (id, host, process, process_started, state, version) VALUES
          (gen_random_uuid(), 'a', 1, now(), 'up', '0.1.0'),
          (gen_random_uuid(), 'b', 2, now(), 'left', '0.0.1')
        """);
    var before = TestDatabase.query(address, ROWS_AND_SCHEMA);
    var upgrade = of(address);
    assertThat(upgrade.from()).contains("14");
    assertThat(upgrade.steps().get(0).version()).isEqualTo("15");
    assertThat(upgrade.steps().get(0).does()).contains("changes the form of node");
    assertThat(upgrade.nodes()).containsExactly(new LiveNode("a, process 1", "0.1.0"));
    assertThat(upgrade.bytes()).isGreaterThan(10_000);

    var copy = TestDatabase.create();
    var trial = new SchemaCopy(new DatabaseExamination(address, LIMIT), copy).tried("14");
    assertThat(trial.failure()).isNull();
    assertThat(trial.steps()).hasSameSizeAs(upgrade.steps());
    assertThat(trial.rows()).isGreaterThan(1003);
    assertThat(
            TestDatabase.query(
                copy,
                "SELECT title, last_value FROM sluice.channel,"
                    + " pg_sequences WHERE sequencename = 'channel_id_seq'"))
        .containsExactly(List.of("a\\\\b", "2"));
    assertThat(TestDatabase.count(copy, "SELECT count(DISTINCT text) FROM sluice.message"))
        .isEqualTo(1000);
    assertThat(TestDatabase.query(address, ROWS_AND_SCHEMA)).isEqualTo(before);
  }

  @Test
  void a_step_that_fails_on_the_copy_says_why() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("36", address);
    TestDatabase.execute(address, "CREATE INDEX batch_kind ON sluice.batch (kind)");
    var copy = TestDatabase.create();
    TestDatabase.migrateTo("36", copy);
    TestDatabase.execute(copy, "CREATE INDEX batch_kind ON sluice.batch (kind)");
    var trial = new SchemaCopy(new DatabaseExamination(address, LIMIT), copy).tried("36");
    assertThat(trial.failure()).contains("batch_kind").contains("already exists");
  }

  @Test
  void rows_of_a_table_that_is_no_more_as_it_was_made_are_no_success() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("36", address);
    TestDatabase.execute(address, "ALTER TABLE sluice.channel DROP COLUMN title");
    assertThatThrownBy(() -> tried(address, "36"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("title");
  }

  @Test
  void a_copy_that_takes_no_rows_says_so() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("36", address);
    TestDatabase.execute(address, "INSERT INTO sluice.channel (name, title) VALUES ('news', 'N')");
    var copy = TestDatabase.create();
    TestDatabase.migrateTo("36", copy);
    TestDatabase.execute(copy, "ALTER TABLE sluice.channel ADD CHECK (name <> 'news')");
    var trial = new SchemaCopy(new DatabaseExamination(address, LIMIT), copy);
    assertThatThrownBy(() -> trial.tried("36"))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("a copy takes no rows");
  }

  @Test
  void no_table_stays_locked_and_yet_all_are_of_one_moment() throws Exception {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("36", address);
    TestDatabase.execute(address, "INSERT INTO sluice.channel (name, title) VALUES ('news', 'N')");
    var copy = TestDatabase.create();
    TestDatabase.migrateTo("36", copy);
    var trial = new SchemaCopy(new DatabaseExamination(address, LIMIT), copy);
    CompletableFuture<SchemaCopy.Trial> trying;
    try (var holder = new DatabaseExamination(copy, LIMIT).connect()) {
      holder.setAutoCommit(false);
      Sql.update(holder, "LOCK TABLE sluice.node");
      trying = CompletableFuture.supplyAsync(() -> trial.tried("36"));
      Waiting.until(
          () ->
              TestDatabase.count(
                      copy,
                      """
                      SELECT count(*) FROM pg_locks JOIN pg_database own ON own.oid = database
                      WHERE own.datname = current_database() AND NOT granted
                      """)
                  == 1);
      TestDatabase.execute(
          address,
          """
          SET lock_timeout = '5s';
          LOCK TABLE sluice.batch, sluice.channel, sluice.file_events, sluice.message, sluice.node;
          INSERT INTO sluice.node (id, host, process, process_started, state, version)
            VALUES (gen_random_uuid(), 'late', 1, now(), 'up', '0.1.0')
          """);
    }
    assertThat(trying.get(LIMIT.toSeconds(), TimeUnit.SECONDS).failure()).isNull();
    assertThat(TestDatabase.count(copy, "SELECT count(*) FROM sluice.channel")).isOne();
    assertThat(TestDatabase.count(copy, "SELECT count(*) FROM sluice.node")).isZero();
  }

  @Test
  void chunks_of_timescaledb_count_as_what_is_copied() {
    var address = TestDatabase.create();
    TestDatabase.migrateTo("36", address);
    long before = of(address).bytes();
    TestDatabase.execute(
        address,
        """
        CREATE SCHEMA _timescaledb_internal;
        CREATE TABLE _timescaledb_internal._hyper_1_1_chunk AS SELECT generate_series(1, 10000)
        """);
    assertThat(of(address).bytes()).isGreaterThan(before + 100_000);
  }

  @Test
  void a_step_that_asks_for_a_later_program_names_the_nodes_to_stop() {
    var words = new MigrationWords("UPDATE compatibility SET lowest_program = '0.2.0';");
    assertThat(words.lowestProgram()).contains("0.2.0");
    var upgrade =
        new SchemaUpgrade(
            TestDatabase.create(),
            Optional.of("37"),
            List.of(),
            "0.2.0",
            List.of(new LiveNode("a", "0.1.9"), new LiveNode("b", "0.2.0"), new LiveNode("c", "")),
            0);
    assertThat(upgrade.nodesToStop().stream().map(LiveNode::name)).containsExactly("a", "c");
  }

  @Test
  void words_for_what_is_not_known_say_so() {
    assertThat(
            new MigrationWords("-- DROP TABLE a;\nCLUSTER;\nDROP TABLE b; drop table b;").lines())
        .containsExactly("does something else", "drops the table b (2 times)");
  }
}
