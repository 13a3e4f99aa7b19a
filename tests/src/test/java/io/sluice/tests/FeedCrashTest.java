package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.sluice.feed.RedisServer;
import io.sluice.persistence.TestDatabase;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that a node reads: each event is one row, whenever the node dies. */
class FeedCrashTest {
  private static final String STREAM = "file-events";
  private static final String GROUP = "sluice";
  private static final int EVENTS = 400;
  private static final String SECOND = "incrementCounter(\"passed\") == 2";
  private static final String GROUP_CLASS = "io.sluice.feed.StreamGroup";

  private static final String EVENTS_CLASS = "io.sluice.ledger.feed.FeedEvents";
  private static final String LETTERS = "io.sluice.ledger.feed.DeadLetters";

  /** Each leaves what it was given to the next. */
  private static final List<Kill> KILLS =
      List.of(
          new Kill(new Point("read", EVENTS_CLASS, "store", "AT ENTRY"), SECOND),
          new Kill(new Point("claims", GROUP_CLASS, "claim", "AT ENTRY"), "!$1.isEmpty()"),
          new Kill(new Point("claimed", GROUP_CLASS, "claim", "AT EXIT"), "!$1.isEmpty()"),
          new Kill(new Point("committed", EVENTS_CLASS, "store", "AT EXIT"), SECOND),
          new Kill(new Point("acknowledges", GROUP_CLASS, "acknowledge", "AT ENTRY"), SECOND),
          new Kill(new Point("dead", LETTERS, "add", "AT EXIT"), "true"),
          new Kill(new Point("buried", LETTERS, "copied", "AT ENTRY"), "true"),
          new Kill(new Point("copied", LETTERS, "copied", "AT EXIT"), "true"),
          new Kill(new Point("forgets", GROUP_CLASS, "forget", "AT ENTRY"), "true"),
          new Kill(
              new Point(
                  "forgotten",
                  "io.sluice.ledger.feed.FeedConsumers",
                  "fold(long,String)",
                  "AT EXIT"),
              "true"));

  /**
   * A point, and when it is come to.
   *
   * @param condition in Byteman's words
   */
  private record Kill(Point point, String condition) {}

  @TempDir private Path directory;

  private static Sluice.Setup setup(Scene scene) {
    return scene
        .setup()
        .with("CONSUMER_BATCH_SIZE", "20")
        .with("CONSUMER_CLAIM_AFTER", "1s")
        .with("NODE_TIMEOUT", "5s");
  }

  @Test
  void every_event_is_stored_once_though_its_node_is_killed_again_and_again() throws IOException {
    var scene = Scene.in(directory);
    try (var redis = RedisServer.start(Files.createDirectory(directory.resolve("redis")))) {
      int added = 0;
      int unfit = 0;
      for (var kill : KILLS) {
        redis.add(STREAM, added, EVENTS);
        redis.ask().xadd(STREAM, Map.of("colour", "blue", "number", Integer.toString(unfit++)));
        added += EVENTS;
        killAt(kill, scene, redis);
      }
      int all = added;
      int dead = unfit;
      try (var node = LiveNode.start(setup(scene))) {
        node.feed(redis.url(STREAM));
        node.program()
            .await("all are stored", () -> events(scene) == all && letters(scene) == dead);
        node.program()
            .await(
                "nothing is pending, and only one consumer is left",
                () ->
                    redis.pending(STREAM, GROUP) == 0
                        && redis.ask().xinfoConsumers(STREAM, GROUP).size() == 1);
        assertOnce(scene, redis, all, dead);
      }
    }
  }

  private void killAt(Kill kill, Scene scene, RedisServer redis) {
    var point = kill.point();
    var marker = directory.resolve(point.name().replace(' ', '-'));
    var rule = Rules.agent(directory, Rules.stop(point, kill.condition(), marker));
    try (var node = LiveNode.start(setup(scene).withJvm(rule))) {
      node.feed(redis.url(STREAM));
      node.program().await(point.name(), () -> Files.exists(marker));
      node.program().kill();
    }
  }

  private static long events(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.file_events");
  }

  private static long letters(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.feed_dead_letter");
  }

  private static void assertOnce(Scene scene, RedisServer redis, int events, int dead) {
    assertThat(scene.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
        .isEqualTo(events);
    assertThat(redis.groupFact(STREAM, GROUP, "pending")).isEqualTo(0L);
    assertThat(redis.groupFact(STREAM, GROUP, "lag")).isEqualTo(0L);
    assertThat(
            TestDatabase.query(
                scene.database(),
                """
                SELECT sum(stored), sum(dead) FROM (
                  SELECT stored, dead FROM sluice.feed
                  UNION ALL SELECT stored, dead FROM sluice.feed_consumer) AS counts
                """))
        .containsExactly(List.of(Integer.toString(events), Integer.toString(dead)));
    assertThat(redis.ask().xrange(STREAM + ":dead", Range.unbounded()))
        .extracting(letter -> letter.getBody().get("number"))
        .doesNotHaveDuplicates()
        .hasSize(dead);
  }

  /** A node that is frozen is given entries in the moment in which it is forgotten. */
  @Test
  void what_a_consumer_is_given_while_it_is_forgotten_is_not_lost() throws IOException {
    var scene = Scene.in(directory);
    try (var redis = RedisServer.start(Files.createDirectory(directory.resolve("redis")))) {
      redis.add(STREAM, 0, 10);
      try (var first = LiveNode.start(setup(scene))) {
        first.feed(redis.url(STREAM));
        first.program().await("all are stored", () -> events(scene) == 10);
        first.program().kill();
      }
      var gone = TestDatabase.query(scene.database(), "SELECT name FROM sluice.feed_consumer");
      var marker = directory.resolve("forgets");
      var release = directory.resolve("go-on");
      var held = directory.resolve("reads-no-more");
      var point = new Point("forgets", GROUP_CLASS, "forget", "AT ENTRY");
      var reads = new Point("reads", "io.sluice.feed.EntryReader", "next", "AT ENTRY");
      var rule =
          Rules.agent(
              directory,
              Rules.hold(point, marker, release) + Rules.holdAfter(marker, reads, held, release));
      try (var second = LiveNode.start(setup(scene).withJvm(rule))) {
        second.program().await("it forgets the first", () -> Files.exists(marker));
        second.program().await("it reads no more", () -> Files.exists(held));
        redis.add(STREAM, 10, 200);
        redis.read(STREAM, GROUP, gone.get(0).get(0), 5);
        Files.createFile(release);
        second.program().await("all are stored", () -> events(scene) == 210);
      }
    }
  }
}
