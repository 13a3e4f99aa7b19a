package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.blob.Sha256;
import io.sluice.feed.RedisServer;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * A list that two nodes read, one of which is killed: each item is one row, and each object that a
 * notification tells of is in the store.
 */
class ListsOnNodesTest {
  private static final int ITEMS = 8_000;
  private static final int OBJECTS = 300;
  private static final String LIST = "minio-events";
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir private Path directory;
  private final String source = S3Server.bucket("source");

  private Sluice.Setup node(Scene scene, int number) throws IOException {
    var own = Files.createDirectories(directory.resolve("node-" + number));
    return new Sluice.Setup(own, scene.setup().environment(), List.of())
        .with("DATA_DIR", own.toString())
        .with("NODE_HOST", "127.0.0." + number)
        .with("SOURCE_ROOTS", directory.toRealPath() + ",s3://" + source + "/")
        .with("MAX_EVENT_OBJECT_BYTES", "1000");
  }

  private RedisServer redis() throws IOException {
    return RedisServer.start(Files.createDirectory(directory.resolve("redis")));
  }

  private static long events(Scene scene) {
    return scene.count("SELECT count(*) FROM sluice.file_events");
  }

  private static void push(RedisServer redis, int first, int count) {
    var items =
        IntStream.range(first, first + count)
            .mapToObj(
                number ->
                    "{\"operation\":\"upload\",\"filename\":\"file-%d\",\"already_stored\":true}"
                        .formatted(number))
            .toArray(String[]::new);
    redis.push(LIST, items);
  }

  private static void awaitSettled(RedisServer redis) {
    Sluice.await(
        "nothing waits or is on its way",
        () -> redis.length(LIST) == 0 && redis.taken(LIST) == 0,
        PATIENCE);
  }

  @Test
  void items_are_rows_once_whoever_dies() throws IOException {
    var scene = Scene.in(directory);
    try (var redis = redis();
        var first = LiveNode.start(node(scene, 1));
        var second = LiveNode.start(node(scene, 2))) {
      push(redis, 0, ITEMS / 2);
      var feed = first.feed(redis.url(LIST));
      Sluice.await("some are stored", () -> events(scene) > 500, PATIENCE);
      second.program().kill();
      push(redis, ITEMS / 2, ITEMS / 4);
      Sluice.await("most are stored", () -> events(scene) > ITEMS / 2, PATIENCE);
      redis.kill();
      redis.start();
      push(redis, ITEMS * 3 / 4, ITEMS / 4);
      Sluice.await("all are stored", () -> events(scene) == ITEMS, PATIENCE);
      awaitSettled(redis);
      assertThat(scene.count("SELECT count(DISTINCT filename) FROM sluice.file_events"))
          .isEqualTo(ITEMS);
      Sluice.await(
          "counted",
          () -> first.get("/api/feeds/" + feed).at("/counters/stored").asLong() == ITEMS,
          PATIENCE);
      assertThat(first.get("/api/feeds/" + feed).at("/deadLetters").asLong()).isZero();
      first.program().signal("TERM");
      first.program().end();
      // Who goes puts away what it had begun.
      assertThat(redis.keys()).isEmpty();
    }
  }

  private String put(S3Client client, String key, String content) {
    return client
        .putObject(object -> object.bucket(source).key(key), RequestBody.fromString(content))
        .eTag();
  }

  private static void tell(
      RedisServer redis, String event, String bucket, String key, String etag, int sequencer) {
    redis.push(
        LIST,
        """
        [{"Event":[{"eventVersion":"2.0","eventTime":"2026-02-03T04:05:06.789Z",
          "eventName":"s3:%s","s3":{"bucket":{"name":"%s"},"object":{"key":"%s",
          "eTag":"%s","sequencer":"%X"}}}],"EventTime":"2026-02-03T04:05:06.789Z"}]
        """
            .formatted(event, bucket, key, etag.replace("\"", ""), sequencer));
  }

  static Stream<S3Server.Make> mock() {
    return S3Server.makes(S3Server.Make.S3MOCK);
  }

  @ParameterizedTest
  @MethodSource("mock")
  void objects_of_notifications_are_stored_whoever_dies(S3Server.Make make) throws IOException {
    var scene = Scene.in(directory);
    var server = S3Server.shared(make);
    try (var redis = redis();
        var client = server.client()) {
      client.createBucket(bucket -> bucket.bucket(source));
      for (int number = 0; number < OBJECTS; number++) {
        var etag = put(client, "day/a b+" + number, "content of " + number);
        tell(redis, "ObjectCreated:Put", source, "day/a+b%2B" + number, etag, number);
      }
      var old = put(client, "over", "the first");
      var now = put(client, "over", "the second");
      tell(redis, "ObjectCreated:Put", source, "over", now, 0x20);
      tell(redis, "ObjectCreated:Put", source, "over", old, 0x1F);
      var overwritten = put(client, "again", "one");
      var last = put(client, "again", "two");
      tell(redis, "ObjectCreated:Put", source, "again", overwritten, 1);
      tell(redis, "ObjectCreated:Put", source, "gone", now, 1);
      var large = put(client, "large", "x".repeat(1001));
      tell(redis, "ObjectCreated:Put", source, "large", large, 1);
      tell(redis, "ObjectCreated:Put", "other", "secret", now, 1);
      try (var first = LiveNode.start(S3Server.known(node(scene, 1), server.endpoint()));
          var second = LiveNode.start(S3Server.known(node(scene, 2), server.endpoint()))) {
        var feed = first.feed(redis.url(LIST));
        Sluice.await("some are stored", () -> events(scene) > OBJECTS / 10, PATIENCE);
        second.program().kill();
        tell(redis, "ObjectCreated:Put", source, "again", last, 2);
        Sluice.await("all are stored", () -> events(scene) == OBJECTS + 4, PATIENCE);
        awaitSettled(redis);
        assertThat(first.get("/api/feeds/" + feed).at("/deadLetters").asLong()).isEqualTo(3);
        first.program().signal("TERM");
        first.program().end();
      }
    }
    check(scene);
  }

  private void check(Scene scene) throws IOException {
    assertThat(
            TestDatabase.query(
                scene.database(), "SELECT reason FROM sluice.feed_dead_letter ORDER BY reason"))
        .containsExactly(List.of("missing"), List.of("refused"), List.of("too_large"));
    assertThat(scene.count("SELECT count(*) FROM sluice.file_events WHERE hash IS NULL"))
        .as("older states, of which only is told that there were any")
        .isEqualTo(2);
    var stored =
        TestDatabase.query(
            scene.database(),
            """
            SELECT encode(hash, 'hex'), path, uses FROM sluice.file_events
            JOIN sluice.file USING (hash)
            """);
    assertThat(stored).hasSize(OBJECTS + 2).allMatch(row -> row.get(2).equals("1"));
    for (var file : stored) {
      var bytes = Files.readAllBytes(scene.images().resolve(file.get(1)));
      assertThat(HexFormat.of().formatHex(Sha256.of(bytes))).isEqualTo(file.get(0));
    }
    for (var content : List.of("the second", "two", "content of 7")) {
      var hash = Sha256.of(content.getBytes(StandardCharsets.UTF_8));
      assertThat(stored).extracting(row -> row.get(0)).contains(HexFormat.of().formatHex(hash));
    }
  }
}
