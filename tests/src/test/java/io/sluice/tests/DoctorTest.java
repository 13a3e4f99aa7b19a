package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lettuce.core.AclSetuserArgs;
import io.lettuce.core.protocol.CommandType;
import io.sluice.doctor.Diagnosis;
import io.sluice.doctor.Grade;
import io.sluice.doctor.WorkKind;
import io.sluice.feed.RedisServer;
import io.sluice.model.StandInModel;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.SmallDisk;
import io.sluice.persistence.TestDatabase;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
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

  private static void assertLimit(Diagnosis found, WorkKind kind, String check, String knob) {
    assertThat(found.work(kind))
        .hasValueSatisfying(
            work -> {
              assertThat(work.limit()).isEqualTo(check);
              assertThat(work.remedy().knob()).contains(knob);
            });
  }

  private static void assertGrade(Diagnosis found, String check, Grade grade, String knob) {
    assertThat(found.check(check))
        .hasValueSatisfying(
            one -> {
              assertThat(one.grade()).as(one.measured()).isEqualTo(grade);
              assertThat(one.remedy().orElseThrow().knob()).contains(knob);
            });
  }

  @Test
  void a_database_that_is_far_away() throws Exception {
    try (var proxy = Sick.proxy(database, Duration.ofMillis(50))) {
      var found = system.behind(proxy).examined("database");
      assertGrade(found, "database round trip", Grade.WARNING, "DATABASE_URL");
      assertLimit(found, WorkKind.MESSAGES, "database round trip", "BATCH_SIZE=1000");
      assertLimit(found, WorkKind.FILES, "database round trip", "CONSUMER_BATCH_SIZE=100");
      var turned = system.behind(proxy).with("BATCH_SIZE", "1000").examined("database round trip");
      double before = found.work(WorkKind.MESSAGES).orElseThrow().perSecond();
      // Twice as much, but on a machine that is busy with other work.
      assertThat(turned.work(WorkKind.MESSAGES).orElseThrow().perSecond())
          .isGreaterThan(1.2 * before);
    }
  }

  @Test
  void a_pool_that_is_too_small() throws Exception {
    try (var proxy = Sick.proxy(database, Duration.ofMillis(10))) {
      var sick = system.behind(proxy).with("DB_MAX_POOL_SIZE", "2").with("NODE_CHUNKS", "8");
      var found = sick.examined("database");
      assertGrade(found, "database connections", Grade.WARNING, "DB_MAX_POOL_SIZE=16");
      assertLimit(found, WorkKind.FILES, "database connections", "DB_MAX_POOL_SIZE=16");
      var turned = sick.with("DB_MAX_POOL_SIZE", "16").examined("database");
      assertThat(turned.check("database connections").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.work(WorkKind.FILES).orElseThrow().perSecond())
          .isGreaterThan(2 * found.work(WorkKind.FILES).orElseThrow().perSecond());
    }
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
  void a_disk_that_is_nearly_full() throws Exception {
    try (var disk = SmallDisk.at(directory.resolve("disk"), "8m")) {
      var found = system.with("IMAGE_DIR", disk.place().toString()).examined("store");
      assertGrade(found, "store room", Grade.FAILED, "IMAGE_DIR");
      assertLimit(found, WorkKind.FILES, "store room", "IMAGE_DIR");
      assertThat(found.check("store speed").orElseThrow().grade()).isEqualTo(Grade.SKIPPED);
      var elsewhere = system.with("IMAGE_DIR", directory.toString()).examined("store room");
      assertThat(elsewhere.check("store room").orElseThrow().grade()).isNotEqualTo(Grade.FAILED);
    }
  }

  @Test
  void a_disk_that_takes_its_time() throws Exception {
    var slow = slowDisk();
    var setup =
        new Sluice.Setup(
            directory,
            Map.of(
                "DATABASE_URL",
                database.url(),
                "DATA_DIR",
                directory.toString(),
                "LD_PRELOAD",
                slow.toString()),
            List.of());
    var found = setup.run("doctor", "--only", "store,pictures").assertExit(0);
    assertThat(found.output())
        .containsPattern("warning +store speed")
        .containsPattern("photos .*limited by: store speed")
        .contains("IMAGE_DIR: a disk that confirms within a millisecond");
  }

  /** A library that makes each file wait for its disk for a fifth of a second. */
  private Path slowDisk() throws IOException, InterruptedException {
    var source =
        Files.writeString(
            directory.resolve("slow.c"),
            """
            #include <unistd.h>
            int fsync(int file) { return usleep(200000); }
            int fdatasync(int file) { return usleep(200000); }
            """);
    var library = directory.resolve("slow.so");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "a slow disk is made with gcc");
    var gcc =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    assertThat(gcc.inheritIO().start().waitFor()).isZero();
    return library;
  }

  @Test
  void too_few_threads_for_pictures() throws Exception {
    var found = system.with("IMAGE_PARALLELISM", "1").examined("pictures");
    int cores = Runtime.getRuntime().availableProcessors();
    assertLimit(found, WorkKind.PHOTOS, "pictures", "IMAGE_PARALLELISM=" + cores);
    var turned = system.with("IMAGE_PARALLELISM", "" + cores).examined("pictures");
    assertThat(turned.check("pictures").orElseThrow().grade()).isEqualTo(Grade.FINE);
  }

  @Test
  void too_little_memory() {
    var setup =
        new Sluice.Setup(
                directory,
                Map.of("DATABASE_URL", database.url(), "DATA_DIR", directory.toString()),
                List.of())
            .withJvm("-Xmx96m");
    var found = setup.run("doctor", "--only", "pictures,memory,store").assertExit(0);
    assertThat(found.output())
        .containsPattern("warning +memory")
        .containsPattern("photos .*limited by: memory")
        .contains("JAVA_OPTS=-Xmx");
    assertThat(setup.run("doctor", "--strict", "--only", "memory").exitCode()).isEqualTo(1);
    var advised = Pattern.compile("JAVA_OPTS=(-Xmx\\w+)").matcher(found.output());
    assertThat(advised.find()).isTrue();
    var turned = setup.withJvm(advised.group(1)).run("doctor", "--only", "memory").assertExit(0);
    assertThat(turned.output()).containsPattern("fine +memory");
  }

  @Test
  void a_redis_that_forgets_streams() throws Exception {
    try (var redis = RedisServer.start(directory, "--maxmemory-policy", "allkeys-lru")) {
      var feed = List.of(FeedAddress.of(redis.url("events")));
      var found = system.examined(feed, "redis");
      assertGrade(found, "redis memory", Grade.FAILED, "maxmemory-policy=noeviction");
      assertLimit(found, WorkKind.EVENTS, "redis memory", "maxmemory-policy=noeviction");
      redis.ask().configSet("maxmemory-policy", "noeviction");
      var turned = system.examined(feed, "redis");
      assertThat(turned.check("redis memory").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.check("redis rights").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.work(WorkKind.EVENTS).orElseThrow().perSecond()).isPositive();
      assertThat(redis.keys()).isEmpty();
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
  void a_clock_that_is_apart() throws Exception {
    var found =
        system.with(Clock.offset(Clock.systemUTC(), Duration.ofMinutes(-3))).examined("clock");
    assertGrade(found, "clock", Grade.WARNING, "time service");
    assertThat(found.check("clock").orElseThrow().measured()).contains("180.").contains("behind");
    assertThat(system.examined("clock").grade()).isEqualTo(Grade.FINE);
  }

  @Test
  void a_model_that_answers_one_at_a_time() throws Exception {
    var turn = new ReentrantLock();
    try (var model = new StandInModel()) {
      model.does(
          (request, reply) -> {
            turn.lock();
            try {
              Thread.sleep(300);
              reply.ollama("The ferry leaves at nine.", "stop", 90);
            } finally {
              turn.unlock();
            }
          });
      var sick = system.with("CLASSIFIER", "ollama").with("OLLAMA_HOST", model.address());
      var found = sick.examined("model");
      assertGrade(found, "model speed", Grade.WARNING, "OLLAMA_NUM_PARALLEL=4");
      assertLimit(found, WorkKind.ANSWERS, "model speed", "OLLAMA_NUM_PARALLEL=4");
      model.does(
          (request, reply) -> {
            Thread.sleep(300);
            reply.ollama("The ferry leaves at nine.", "stop", 90);
          });
      var turned = sick.examined("model");
      assertThat(turned.check("model speed").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.work(WorkKind.ANSWERS).orElseThrow().perSecond())
          .isGreaterThan(2 * found.work(WorkKind.ANSWERS).orElseThrow().perSecond());
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
    TestDatabase.execute(
        database,
        "INSERT INTO sluice.closed_origin VALUES"
            + " ('telegram', clock_timestamp() + interval '1 hour', 'a flood')");
    assertGrade(system.examined("origins"), "origins", Grade.WARNING, "TELEGRAM_PAGE_RATE");
    TestDatabase.execute(database, "DELETE FROM sluice.closed_origin");
    assertThat(system.examined("origins").grade()).isEqualTo(Grade.FINE);
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
