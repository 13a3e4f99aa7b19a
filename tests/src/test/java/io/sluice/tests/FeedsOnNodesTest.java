package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.feed.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stream that two nodes read, while everything happens that may: each event is one row. */
class FeedsOnNodesTest {
  private static final int EVENTS = 50_000;
  private static final String STREAM = "file-events";
  private static final String GROUP = "sluice";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;

  private Sluice.Setup node(Scene scene, int number) throws IOException {
    var own = Files.createDirectories(directory.resolve("node-" + number));
    return new Sluice.Setup(own, scene.setup().environment(), List.of())
        .with("DATA_DIR", own.toString())
        .with("NODE_HOST", "127.0.0." + number)
        .with("CONSUMER_CLAIM_AFTER", "5s");
  }

  private static long events(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.file_events");
  }

  private void disturbed(RedisServer redis) throws IOException {
    var scene = Scene.in(directory);
    try (var first = LiveNode.start(node(scene, 1));
        var second = LiveNode.start(node(scene, 2))) {
      redis.add(STREAM, 0, EVENTS / 2);
      var feed = first.feed(redis.url(STREAM));
      Sluice.await("some are stored", () -> events(scene) > 500, PATIENCE);
      redis.kill();
      redis.start();
      redis.add(STREAM, EVENTS / 2, EVENTS / 4);
      long before = events(scene);
      Sluice.await("more are stored", () -> events(scene) > before, PATIENCE);
      second.program().kill();
      redis.add(STREAM, EVENTS * 3 / 4, EVENTS / 8);
      Sluice.await("most are stored", () -> events(scene) > EVENTS / 2, PATIENCE);
      redis.destroyGroup(STREAM, GROUP);
      redis.add(STREAM, EVENTS * 7 / 8, EVENTS / 8);

      Sluice.await("all are stored", () -> events(scene) == EVENTS, PATIENCE);
      Sluice.await(
          "nothing waits or is pending",
          () -> redis.pending(STREAM, GROUP) == 0 && isRead(redis),
          PATIENCE);
      assertThat(scene.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
          .isEqualTo(EVENTS);
      assertThat(redis.groupFact(STREAM, GROUP, "pending")).isEqualTo(0L);
      Sluice.await(
          "counted",
          () -> first.get("/api/feeds/" + feed).at("/counters/stored").asLong() == EVENTS,
          PATIENCE);
      assertThat(first.get("/api/feeds/" + feed).at("/deadLetters").asLong()).isZero();
      first.program().signal("TERM");
      first.program().end();
    }
  }

  private static boolean isRead(RedisServer redis) {
    return redis.groupFact(STREAM, GROUP, "last-delivered-id").equals(redis.lastId(STREAM));
  }

  @Test
  void events_are_rows_once_whoever_dies() throws IOException {
    try (var redis = RedisServer.start(Files.createDirectory(directory.resolve("redis")))) {
      disturbed(redis);
    }
  }

  @Test
  void the_same_with_redis_6() throws IOException {
    try (var redis = RedisServer.ofVersion6(Files.createDirectory(directory.resolve("redis")))) {
      disturbed(redis);
    }
  }
}
