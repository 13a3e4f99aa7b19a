package io.sluice.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.Range;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import io.sluice.ledger.feed.FeedRow;
import io.sluice.ledger.feed.NewFeed;
import io.sluice.persistence.Waiting;
import io.sluice.words.FeedAddress;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Users of a server who may not do all: each refusal tells what to grant. */
@Timeout(90)
class FeedUserTest {
  private static final String STREAM = "file-events";

  /** What is hard to write, and what somebody might take for another part of the address. */
  private static final String WORD = "p@ss:w/or%d#?é +&\"'\\";

  private static final String ALL = "+@stream +info +type ~" + STREAM + " ~" + STREAM + ":dead";

  @TempDir Path directory;
  RedisServer redis;
  FeedFixture fixture;

  @BeforeEach
  void start() throws IOException {
    redis = server(Files.createDirectory(directory.resolve("redis")));
    fixture = new FeedFixture(directory);
  }

  RedisServer server(Path place) {
    return RedisServer.start(place);
  }

  @AfterEach
  void stop() {
    try {
      if (fixture != null) {
        fixture.close();
      }
    } finally {
      redis.close();
    }
  }

  /** The user of the feed may do this from now on. */
  private void grant(String rules) {
    var args = new CommandArgs<>(StringCodec.UTF8).add("SETUSER").add("feeder");
    for (var rule : ("reset on " + rules).split(" ")) {
      args.add(rule);
    }
    args.add(">" + WORD);
    assertThat(redis.ask().dispatch(CommandType.ACL, new StatusOutput<>(StringCodec.UTF8), args))
        .isEqualTo("OK");
  }

  private FeedRow feed() {
    var url =
        "redis://feeder:%s@127.0.0.1:%d/%s"
            .formatted(
                URLEncoder.encode(WORD, StandardCharsets.UTF_8).replace("+", "%20"),
                redis.port(),
                STREAM);
    return fixture.feeds.take(new NewFeed(FeedAddress.of(url), "sluice")).row();
  }

  private String error(FeedRow feed, String part) {
    return fixture
        .await(feed, row -> row.lastError() != null && row.lastError().contains(part))
        .lastError();
  }

  @Test
  void a_user_who_may_all_that_is_needed_reads_with_any_password() {
    grant(ALL);
    redis.add(STREAM, 0, 10);
    redis.ask().xadd(STREAM, Map.of("no", "event"));
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 10 && row.counts().dead() == 1);
    Waiting.until("all acknowledged", () -> redis.pending(STREAM, "sluice") == 0);
    assertThat(fixture.row(feed).lastError()).isNull();
    assertThat(redis.ask().xlen(STREAM + ":dead")).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"xreadgroup", "xgroup", "xpending", "xclaim", "xack"})
  void a_command_that_is_not_granted_is_named_and_all_goes_on_when_it_is(String command) {
    grant(ALL + " -" + command);
    redis.add(STREAM, 0, 10);
    if (command.equals("xclaim")) {
      redis.ask().xgroupCreate(StreamOffset.from(STREAM, "0"), "sluice");
      redis.read(STREAM, "sluice", "gone", 5);
    }
    var feed = feed();
    fixture.read();
    assertThat(error(feed, command.toUpperCase()))
        .contains(
            "127.0.0.1:%d does not let its user run %s on file-events: grant it by ACL SETUSER feeder +%s"
                .formatted(redis.port(), command.toUpperCase(), command))
        .doesNotContain(WORD);
    grant(ALL);
    fixture.await(feed, row -> row.counts().read() >= 10);
    Waiting.until("all acknowledged", () -> redis.pending(STREAM, "sluice") == 0);
    assertThat(fixture.events()).isEqualTo(10);
  }

  @Test
  void a_stream_that_is_not_granted_is_named() {
    grant(ALL.replace("~" + STREAM + " ", ""));
    redis.add(STREAM, 0, 1);
    var feed = feed();
    fixture.read();
    assertThat(error(feed, "not let"))
        .contains("on file-events: grant it by ACL SETUSER feeder ~file-events (");
  }

  @Test
  void a_group_that_is_there_needs_not_be_made() {
    grant(ALL + " -xgroup");
    redis.add(STREAM, 0, 10);
    redis.ask().xgroupCreate(StreamOffset.from(STREAM, "0"), "sluice");
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 10);
  }

  @Test
  void who_may_not_ask_how_a_group_stands_reads_all_the_same() {
    grant(ALL + " -xinfo -info");
    redis.add(STREAM, 0, 10);
    var feed = feed();
    fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 10);
    assertThat(error(feed, "XINFO")).contains("ACL SETUSER feeder +xinfo");
    redis.add(STREAM, 10, 10);
    fixture.await(feed, row -> row.counts().stored() == 20 && row.standing() != null);
    assertThat(fixture.row(feed).standing().lag()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-xadd", "-xdel", "~"})
  void dead_letters_are_rows_though_their_stream_is_not_granted(String missing) {
    grant(missing.equals("~") ? ALL.replace(" ~" + STREAM + ":dead", "") : ALL + " " + missing);
    redis.add(STREAM, 0, 3);
    redis.ask().xadd(STREAM, RedisServer.event("renamed", "filename", "", "name", "right"));
    var feed = feed();
    var first = fixture.read();
    fixture.await(feed, row -> row.counts().stored() == 3 && row.counts().dead() == 1);
    Waiting.until("all acknowledged", () -> redis.pending(STREAM, "sluice") == 0);
    assertThat(redis.ask().xrange(STREAM + ":dead", Range.unbounded()))
        .hasSize(missing.equals("-xdel") ? 1 : 0);
    if (!missing.equals("-xdel")) {
      assertThat(error(feed, "XADD"))
          .contains("on file-events:dead")
          .contains(missing.equals("~") ? "feeder ~file-events:dead (" : "feeder +xadd (");
    }
    fixture.leave(first);
    fixture.letters().retry(feed.id(), null);
    fixture.read(fixture.settings(Map.of("filename", "name")));
    fixture.await(feed, row -> row.deadLetters() == 0 && row.counts().stored() == 4);
    if (missing.equals("-xdel")) {
      assertThat(error(feed, "XDEL")).contains("feeder +xdel (");
    }
    Waiting.until("all acknowledged", () -> redis.pending(STREAM, "sluice") == 0);
  }
}
