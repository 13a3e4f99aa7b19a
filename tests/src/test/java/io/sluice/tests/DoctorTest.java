package io.sluice.tests;

import static io.sluice.tests.Sick.assertGrade;
import static io.sluice.tests.Sick.assertLimit;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.sluice.doctor.Grade;
import io.sluice.doctor.WorkKind;
import io.sluice.feed.RedisServer;
import io.sluice.origin.OriginName;
import io.sluice.origin.OriginName.Kind;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.TestDatabase;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real systems that something is wrong with: doctor names it as the limit, and the knob. */
class DoctorTest {
  @TempDir Path directory;

  private DatabaseAddress database;
  private Sick system;

  @BeforeEach
  void ask_for_a_database() {
    database = TestDatabase.create();
    system = Sick.in(directory, database);
  }

  @Test
  void a_database_that_is_not_there() throws Exception {
    var away =
        new DatabaseAddress(
            "127.0.0.1:1", database.name(), database.user(), database.password(), "");
    var found = Sick.in(directory, away).examined("database", "clock");
    assertGrade(found, "database connect", Grade.FAILED, "DATABASE_URL");
    assertLimit(found, WorkKind.MESSAGES, "database connect", "DATABASE_URL");
    assertThat(found.checks())
        .filteredOn(check -> !check.name().equals("database connect"))
        .isNotEmpty()
        .allSatisfy(
            check -> {
              assertThat(check.grade()).isEqualTo(Grade.SKIPPED);
              assertThat(check.measured()).contains("needs database");
            });
  }

  @Test
  void a_database_of_another_name() throws Exception {
    var other =
        new DatabaseAddress(database.host(), "nowhere", database.user(), database.password(), "");
    var found = Sick.in(directory, other).examined("database connect");
    assertGrade(found, "database connect", Grade.FAILED, "CREATE DATABASE \"nowhere\"");
    assertThat(found.checks().get(0).measured()).endsWith("has no database nowhere");
  }

  @Test
  void a_redis_is_looked_at_without_a_database() throws Exception {
    var away =
        new DatabaseAddress(
            "127.0.0.1:1", database.name(), database.user(), database.password(), "");
    try (var redis = RedisServer.start(directory)) {
      var feed = List.of(FeedAddress.of(redis.url("events")));
      var found = Sick.in(directory, away).examined(feed, "redis");
      assertGrade(found, "database connect", Grade.FAILED, "DATABASE_URL");
      assertThat(found.check("redis rights").orElseThrow().grade()).isEqualTo(Grade.FINE);
    }
  }

  @Test
  void a_user_of_redis_who_may_not_claim() throws Exception {
    try (var redis = RedisServer.start(directory)) {
      redis
          .ask()
          .aclSetuser(
              "feeder",
              AclSetuserArgs.Builder.on()
                  .addPassword("word")
                  .allCommands()
                  .removeCommand(CommandType.XCLAIM)
                  .keyPattern("events"));
      var address = redis.url("events").replace("redis://", "redis://feeder:word@");
      var found = system.examined(List.of(FeedAddress.of(address)), "redis");
      assertGrade(found, "redis rights", Grade.FAILED, "+xclaim");
      assertThat(found.check("redis rights").orElseThrow().measured()).doesNotContain("word");
      assertLimit(found, WorkKind.EVENTS, "redis rights", "+xclaim");
    }
  }

  @Test
  void a_model_that_is_not_there() throws Exception {
    var found =
        system
            .with("CLASSIFIER", "ollama")
            .with("OLLAMA_HOST", "http://127.0.0.1:1")
            .examined("model");
    assertGrade(found, "model", Grade.FAILED, "OLLAMA_HOST");
    assertThat(found.check("model speed").orElseThrow().grade()).isEqualTo(Grade.SKIPPED);
  }

  @Test
  void an_origin_that_has_closed() throws Exception {
    TestDatabase.open(database).close();
    assertAsksFor(new OriginName(Kind.TELEGRAM_PAGE, "t.me"), "TELEGRAM_PAGE_RATE=0.5");
    assertAsksFor(new OriginName(Kind.TELEGRAM_PHOTO, "cdn.test"), "TELEGRAM_PHOTO_RATE=10");
    assertAsksFor(new OriginName(Kind.SITE, "news.test:8443"), "SITE_RATE=2.5");
    assertAsksFor(new OriginName(Kind.MODEL, "127.0.0.1:11434"), "MODEL_PARALLELISM=16");
    assertThat(system.examined("origins").grade()).isEqualTo(Grade.FINE);
  }

  private void assertAsksFor(OriginName closed, String knob) throws InterruptedException {
    var row =
        "INSERT INTO sluice.closed_origin VALUES"
            + " ('%s', clock_timestamp() + interval '1 hour', 'answered 429')";
    TestDatabase.execute(database, row.formatted(closed));
    assertGrade(system.examined("origins"), "origins", Grade.WARNING, knob);
    TestDatabase.execute(database, "DELETE FROM sluice.closed_origin");
  }

  @Test
  void a_system_that_is_well_is_left_as_it_was() throws IOException {
    var before = databases();
    var setup =
        new Sluice.Setup(
            directory,
            Map.of("DATABASE_URL", database.url(), "DATA_DIR", directory.toString()),
            List.of());
    var found =
        setup
            .run(
                "doctor", "--only", "database,clock,store,open", "--for", "messages 10/s", "--json")
            .assertExit(0);
    assertThat(found.output())
        .contains("\"grade\" : \"fine\"", "\"needed\" : \"10 messages/s\"", "\"limit\" : ");
    assertThat(databases()).isEqualTo(before);
    assertThat(TestDatabase.query(database, "SELECT to_regnamespace('sluice')::text"))
        .isEqualTo(Collections.singletonList(Collections.singletonList(null)));
    assertNothingIsLeft();
  }

  @Test
  void what_it_made_goes_with_an_interruption() throws IOException {
    var before = databases();
    var setup =
        new Sluice.Setup(
            directory,
            Map.of("DATABASE_URL", database.url(), "DATA_DIR", directory.toString()),
            List.of());
    try (var running = setup.start("doctor", "--only", "database")) {
      running.await("a database of its own", () -> databases().size() > before.size());
      running.signal("INT");
      assertThat(running.end().exitCode()).isEqualTo(130);
    }
    assertThat(databases()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  void advice_is_proved_by_work_that_is_made_up() throws Exception {
    var before = databases();
    try (var proxy = Sick.proxy(database, Duration.ofMillis(25))) {
      var setup =
          new Sluice.Setup(
              directory,
              Map.of(
                  "DATABASE_URL",
                  system.behind(proxy).database().url(),
                  "DATA_DIR",
                  directory.toString(),
                  "CONSUMER_BATCH_SIZE",
                  "2"),
              List.of());
      var found =
          setup
              .run(
                  "doctor",
                  "--only",
                  "database round trip",
                  "--for",
                  "files 1/s",
                  "--prove=1",
                  "--json")
              .assertExit(0);
      var proof = new ObjectMapper().readTree(found.output()).at("/proofs/0");
      assertThat(proof.get("before").asText()).isEqualTo("CONSUMER_BATCH_SIZE=2");
      assertThat(proof.get("knob").asText()).isEqualTo("CONSUMER_BATCH_SIZE=4");
      assertThat(proof.get("perSecond").asDouble())
          .isGreaterThan(1.2 * proof.get("perSecondBefore").asDouble())
          .isGreaterThan(1);
    }
    assertThat(databases()).isEqualTo(before);
    assertNothingIsLeft();
  }

  @Test
  void what_a_proof_makes_goes_with_an_interruption() throws IOException {
    var before = databases();
    var setup =
        new Sluice.Setup(
            directory,
            Map.of(
                "DATABASE_URL",
                database.url(),
                "DATA_DIR",
                directory.toString(),
                "FILE_SYNC",
                "each"),
            List.of());
    try (var running = setup.start("doctor", "--only", "store", "--prove")) {
      running.await("a node of its own", () -> databases().size() > before.size());
      running.signal("INT");
      assertThat(running.end().exitCode()).isEqualTo(130);
    }
    assertThat(databases()).isEqualTo(before);
    assertNothingIsLeft();
  }

  private void assertNothingIsLeft() throws IOException {
    try (var files = Files.list(directory)) {
      assertThat(files)
          .allMatch(file -> file.getFileName().toString().matches("(out|err)\\d+\\.txt"));
    }
  }

  private List<List<String>> databases() {
    return TestDatabase.query(
        database,
        "SELECT datname FROM pg_database WHERE datname LIKE 'sluice_bench_%' ORDER BY datname");
  }
}
