package io.sluice.tests;

import static io.sluice.tests.Sick.assertGrade;
import static io.sluice.tests.Sick.assertLimit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.doctor.Examined;
import io.sluice.doctor.Grade;
import io.sluice.doctor.Remedy;
import io.sluice.doctor.WorkKind;
import io.sluice.feed.RedisServer;
import io.sluice.model.StandInModel;
import io.sluice.persistence.DatabaseAddress;
import io.sluice.persistence.SmallDisk;
import io.sluice.persistence.TestDatabase;
import io.sluice.standin.StandInOptions;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Ten real systems, each with one thing that is wrong: doctor names it and the knob, and turning
 * that knob mends it. They are the table of docs/doctor.md.
 */
class SickSystemsTest {
  @TempDir Path directory;

  private DatabaseAddress database;
  private Sick system;

  @BeforeEach
  void ask_for_a_database() {
    database = TestDatabase.create();
    system = Sick.in(directory, database);
  }

  @Test
  void a_database_that_is_far_away() throws Exception {
    try (var proxy = Sick.proxy(database, Duration.ofMillis(50))) {
      var sick = system.behind(proxy);
      var found = sick.examined("database");
      assertGrade(found, "database round trip", Grade.WARNING, "DATABASE_URL");
      assertLimit(found, WorkKind.MESSAGES, "database round trip", "BATCH_SIZE=1000");
      assertLimit(found, WorkKind.FILES, "database round trip", "CONSUMER_BATCH_SIZE=100");
      var before = found.work(WorkKind.MESSAGES).orElseThrow();
      var turned = sick.turned(before.remedy()).examined("database round trip");
      // Twice as much, but on a machine that is busy with other work.
      assertThat(turned.work(WorkKind.MESSAGES).orElseThrow().perSecond())
          .isGreaterThan(1.2 * before.perSecond());
    }
  }

  @Test
  void a_pool_that_is_too_small() throws Exception {
    try (var proxy = Sick.proxy(database, Duration.ofMillis(10))) {
      var sick = system.behind(proxy).with("DB_MAX_POOL_SIZE", "2").with("NODE_CHUNKS", "8");
      var found = sick.examined("database");
      assertGrade(found, "database connections", Grade.WARNING, "DB_MAX_POOL_SIZE=16");
      assertLimit(found, WorkKind.FILES, "database connections", "DB_MAX_POOL_SIZE=16");
      var before = found.work(WorkKind.FILES).orElseThrow();
      var turned = sick.turned(before.remedy()).examined("database");
      assertThat(turned.check("database connections").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.work(WorkKind.FILES).orElseThrow().perSecond())
          .isGreaterThan(2 * before.perSecond());
    }
  }

  @Test
  void a_disk_that_takes_its_time() throws Exception {
    var slow = Files.createDirectory(directory.resolve("slow-disk"));
    var setup = program().with("LD_PRELOAD", slowDisk(slow).toString());
    var found =
        setup
            .with("IMAGE_DIR", slow.toString())
            .run("doctor", "--only", "store,pictures", "--json")
            .assertExit(0);
    assertThat(line(found, "checks", "name", "store speed").get("grade").asText())
        .isEqualTo("warning");
    var photos = line(found, "work", "kind", "photos");
    assertThat(photos.get("limit").asText()).isEqualTo("store speed");
    assertThat(photos.get("knob").asText()).startsWith("IMAGE_DIR: a faster disk");
    var turned = setup.run("doctor", "--only", "store", "--json").assertExit(0);
    assertThat(line(turned, "work", "kind", "photos").get("perSecond").asDouble())
        .isGreaterThan(2 * photos.get("perSecond").asDouble());
  }

  /** A library that makes each file of this directory wait for its disk for a fifth of a second. */
  private Path slowDisk(Path slow) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/gcc")), "a slow disk is made with gcc");
    var source =
        Files.writeString(
            directory.resolve("slow.c"),
            """
            #include <stdio.h>
            #include <string.h>
            #include <unistd.h>
            static int confirm(int file) {
              char link[64], path[4096] = "";
              snprintf(link, sizeof link, "/proc/self/fd/%%d", file);
              if (readlink(link, path, sizeof path - 1) > 0 && strstr(path, "%s")) usleep(200000);
              return 0;
            }
            int fsync(int file) { return confirm(file); }
            int fdatasync(int file) { return confirm(file); }
            """
                .formatted(slow));
    var library = directory.resolve("slow.so");
    var gcc =
        new ProcessBuilder("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString());
    assertThat(gcc.inheritIO().start().waitFor()).isZero();
    return library;
  }

  @Test
  void too_few_threads_for_pictures() throws Exception {
    var sick = system.with("IMAGE_PARALLELISM", "1");
    var found = sick.examined("pictures");
    int cores = Runtime.getRuntime().availableProcessors();
    assertLimit(found, WorkKind.PHOTOS, "pictures", "IMAGE_PARALLELISM=" + cores);
    var turned = sick.turned(found.check("pictures").orElseThrow().remedy().orElseThrow());
    assertThat(turned.examined("pictures").grade()).isEqualTo(Grade.FINE);
  }

  @Test
  void fewer_cores_than_the_machine_has() {
    int cores = Runtime.getRuntime().availableProcessors();
    assumeTrue(cores > 1, "a machine with one core has none to keep back");
    var found = cores("-XX:ActiveProcessorCount=1");
    assertThat(found.get("limit").asText()).isEqualTo("pictures");
    assertThat(found.get("knob").asText())
        .startsWith("cores: 1 of the ")
        .contains("are given", "the container's limit", "-XX:ActiveProcessorCount");
    assertThat(cores("-XX:ActiveProcessorCount=" + cores).get("knob").asText())
        .doesNotContain("cores: 1 of");
  }

  private JsonNode cores(String given) {
    var found = program().withJvm(given).run("doctor", "--only", "pictures", "--json");
    return line(found.assertExit(0), "work", "kind", "photos");
  }

  @Test
  void a_site_that_bears_less_than_it_is_asked() throws Exception {
    var options =
        StandInOptions.defaults()
            .withChannels(1)
            .withMessages(2_000)
            .withPhotoShare(0)
            .withPageLimitPerS(3)
            .withPageLimitSeconds(2);
    try (var web = WebScene.in(directory, options)) {
      var asked = Sick.in(directory, web.scene().database()).with("TELEGRAM_PAGE_RATE", "5");
      var channel = "@" + web.channel(1).name();
      try (var sick = web.setup().with("TELEGRAM_PAGE_RATE", "5").start("collect", channel)) {
        // It opens again in two seconds.
        sick.await(
            "the rate to turn",
            () -> knob(asked).filter("TELEGRAM_PAGE_RATE=2.5"::equals).isPresent());
      }
      long refused = web.site().record().overLimit();
      web.setup()
          .with("TELEGRAM_PAGE_RATE", "2.5")
          .run("collect", channel, "--limit", "160")
          .assertExit(0);
      assertThat(web.site().record().overLimit()).isEqualTo(refused).isPositive();
      assertThat(knob(asked)).isEmpty();
    }
  }

  /** Of what has closed, at this moment. */
  private static Optional<String> knob(Sick system) {
    try {
      return system
          .examined("origins")
          .check("origins")
          .flatMap(Examined::remedy)
          .map(Remedy::knob);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_model_that_answers_one_at_a_time() throws Exception {
    try (var model = new StandInModel()) {
      answer(model, 1);
      var sick = system.with("CLASSIFIER", "ollama").with("OLLAMA_HOST", model.address());
      var found = sick.examined("model");
      assertGrade(found, "model speed", Grade.WARNING, "OLLAMA_NUM_PARALLEL=4");
      assertLimit(found, WorkKind.ANSWERS, "model speed", "OLLAMA_NUM_PARALLEL=4");
      answer(model, 4);
      var turned = sick.examined("model");
      assertThat(turned.check("model speed").orElseThrow().grade()).isEqualTo(Grade.FINE);
      assertThat(turned.work(WorkKind.ANSWERS).orElseThrow().perSecond())
          .isGreaterThan(2 * found.work(WorkKind.ANSWERS).orElseThrow().perSecond());
    }
  }

  /** As Ollama does with as many in OLLAMA_NUM_PARALLEL. */
  private static void answer(StandInModel model, int atOnce) {
    var places = new Semaphore(atOnce);
    model.does(
        (request, reply) -> {
          places.acquire();
          try {
            Thread.sleep(300);
            reply.ollama("The ferry leaves at nine.", "stop", 90);
          } finally {
            places.release();
          }
        });
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
  void too_little_memory() {
    var setup = program().withJvm("-Xmx96m");
    var found = setup.run("doctor", "--strict", "--only", "pictures,memory,store").assertExit(1);
    assertThat(found.output())
        .containsPattern("warning +memory")
        .containsPattern("photos .*limited by: memory")
        .contains("JAVA_OPTS=-Xmx");
    var advised = Pattern.compile("JAVA_OPTS=(-Xmx\\w+)").matcher(found.output());
    assertThat(advised.find()).isTrue();
    var turned = setup.withJvm(advised.group(1)).run("doctor", "--only", "memory").assertExit(0);
    assertThat(turned.output()).containsPattern("fine +memory");
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
  void a_disk_that_is_nearly_full() throws Exception {
    try (var disk = SmallDisk.at(directory.resolve("disk"), "8m")) {
      var sick = system.with("IMAGE_DIR", disk.place().toString());
      var found = sick.examined("store");
      assertGrade(found, "store room", Grade.FAILED, "IMAGE_DIR");
      assertLimit(found, WorkKind.FILES, "store room", "IMAGE_DIR");
      assertThat(found.check("store speed").orElseThrow().grade()).isEqualTo(Grade.SKIPPED);
      var elsewhere = sick.with("IMAGE_DIR", directory.toString()).examined("store room");
      assertThat(elsewhere.check("store room").orElseThrow().grade()).isNotEqualTo(Grade.FAILED);
    }
  }

  private Sluice.Setup program() {
    return new Sluice.Setup(
        directory,
        Map.of("DATABASE_URL", database.url(), "DATA_DIR", directory.toString()),
        List.of());
  }

  private static JsonNode line(Sluice.Ended found, String list, String key, String value) {
    try {
      for (var line : new ObjectMapper().readTree(found.output()).get(list)) {
        if (line.get(key).asText().equals(value)) {
          return line;
        }
      }
    } catch (IOException e) {
      throw new AssertionError(found.output(), e);
    }
    throw new AssertionError("no " + value + " in " + found.output());
  }
}
