package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.feed.RedisServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sluice consume} as its users run it. */
class ConsumeTest {
  private static final String STREAM = "file-events";
  private static final int INTERRUPTED = 130;

  @TempDir private Path directory;
  private RedisServer redis;
  private Scene scene;

  @BeforeEach
  void start() throws IOException {
    redis = RedisServer.start(Files.createDirectory(directory.resolve("redis")));
    scene = Scene.in(directory);
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  private long events() {
    return scene.count("SELECT count(*) FROM sluice.file_events");
  }

  @Test
  void it_ends_when_all_is_read_and_goes_on_where_it_was() {
    redis.add(STREAM, 0, 300);
    var first = scene.setup().run("consume", "--drain", redis.url(STREAM)).assertExit(0);
    assertThat(first.output()).contains("file-events running: 300 stored, 0 duplicates, 0 dead");
    redis.add(STREAM, 300, 20);
    scene.setup().run("consume", "--drain", redis.url(STREAM)).assertExit(0);
    assertThat(events()).isEqualTo(320);
    assertThat(redis.pending(STREAM, "sluice")).isZero();
  }

  @Test
  void it_reads_in_the_foreground_until_it_is_interrupted() {
    try (var consume = scene.setup().start("consume", "--group", "mine", redis.url(STREAM))) {
      consume.awaitLog("made group mine");
      redis.add(STREAM, 0, 50);
      consume.await("all are stored", () -> events() == 50);
      consume.signal("INT");
      consume.end().assertExit(INTERRUPTED);
    }
    assertThat(redis.pending(STREAM, "mine")).isZero();
  }

  @Test
  void where_nodes_are_they_read_and_go_on_after_it() {
    redis.add(STREAM, 0, 50);
    try (var node = LiveNode.start(scene.setup())) {
      var ended = scene.setup().run("consume", "--drain", redis.url(STREAM)).assertExit(0);
      assertThat(ended.errors()).contains("they read it");
      redis.add(STREAM, 50, 10);
      node.program().await("more is stored", () -> events() == 60);
    }
  }

  @Test
  void what_is_no_address_is_refused_and_its_password_is_not_told() {
    var wrong = scene.setup().run("consume", "redis://user:1/secret@h/s").assertExit(2);
    assertThat(wrong.errors()).contains("ADDRESS has an @ behind its first /");
    var unknown = scene.setup().run("consume", "--grup", "redis://:secret@h/s").assertExit(2);
    assertThat(wrong.errors() + wrong.output() + unknown.errors() + unknown.output())
        .doesNotContain("secret");
  }
}
