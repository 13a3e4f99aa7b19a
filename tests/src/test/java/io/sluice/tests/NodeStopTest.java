package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.standin.PhotoAnswer;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that is told to stop while all it can wait for keeps it waiting, stops all the same. */
class NodeStopTest {
  /** The ten seconds that are promised, and some more for a busy machine. */
  private static final Duration PROMISED = Duration.ofSeconds(10 + 10);

  /** Longer than any other item is in work on a busy machine. */
  private static final Duration STUCK_AFTER = Duration.ofSeconds(4);

  private static final Duration CLOSED = Duration.ofSeconds(8);

  @TempDir private Path directory;

  @Test
  void what_hangs_is_named_and_does_not_keep_it_from_stopping_and_is_not_lost() throws IOException {
    var options = StandInOptions.defaults().withMessages(200).withPhotoShare(0.3);
    try (var web = WebScene.in(directory, options)) {
      var hanging = web.channel(1);
      long photo = hanging.postPhoto("one byte a second");
      hanging.answerPhoto(photo, new PhotoAnswer.Trickle());
      var setup = web.setup().with("STUCK_AFTER", STUCK_AFTER.toSeconds() + "s");
      try (var node = LiveNode.start(setup.with("TELEGRAM_PAGE_RATE", "2"))) {
        for (var channel : web.site().channels()) {
          node.add(Map.of("source", "@" + channel.canonicalName(), "interval", "1s"));
        }
        assertThatItIsNamed(node, hanging, photo);
        closeTheSite(web, node);
        assertThatItStops(web, node);
      }
      hanging.answerPhoto(photo, new PhotoAnswer.Normal());
      try (var node = LiveNode.start(setup)) {
        node.program().await("all to be read", () -> following(node) == 3);
        node.program().kill();
      }
      web.assertStoredOnce(web.site().channels().toArray(StandInChannel[]::new));
    }
  }

  @Test
  void a_picture_that_hangs_in_its_decoder_does_not_keep_it_either() {
    var scene = Scene.in(directory).withExport(30, 10);
    var marker = directory.resolve("hanging");
    var decoder = new Point("hang", "io.sluice.image.ImageProcessor", "process", "AT ENTRY");
    var rule = Rules.stopAt(decoder, 3, marker, directory);
    var setup = scene.setup().with("DATA_DIR", directory.resolve("data").toString());
    try (var node = LiveNode.start(setup.withJvm(rule))) {
      node.add(Map.of("source", scene.export().toString()));
      node.program().await("a picture that hangs", () -> Files.exists(marker));
      long began = System.nanoTime();
      node.program().signal("TERM");
      node.program().end().assertExit(143);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMISED);
    }
  }

  private static void assertThatItIsNamed(LiveNode node, StandInChannel channel, long photo) {
    var found = new AtomicReference<JsonNode>();
    node.program().await("a stuck photo", () -> isStuck(node, "photo " + photo, found));
    var item = found.get();
    assertThat(item.get("stage").asText()).isEqualTo("fetch");
    assertThat(item.get("channel").asText()).isEqualTo(channel.canonicalName());
    assertThat(item.get("ageSeconds").asDouble())
        .isGreaterThanOrEqualTo(STUCK_AFTER.toSeconds())
        .isLessThan(Duration.ofMinutes(5).toSeconds());
    assertThat(item.get("node").asText()).startsWith("process " + node.program().pid() + " on ");
    assertThat(node.metrics()).contains("sluice_stage_stuck{stage=\"fetch\"} 1.0");
    node.program().awaitLog("photo " + photo + " is stuck in stage fetch");
  }

  /** Others may be so for a moment on a busy machine. */
  private static boolean isStuck(LiveNode node, String item, AtomicReference<JsonNode> found) {
    for (var stuck : node.get("/api/status").get("stuck")) {
      if (stuck.get("item").asText().equals(item)) {
        found.set(stuck);
        return true;
      }
    }
    return false;
  }

  private static void closeTheSite(WebScene web, LiveNode node) {
    web.site().flood(CLOSED);
    node.program()
        .await("a closed site", () -> !node.get("/api/status").get("closedOrigins").isEmpty());
  }

  private static void assertThatItStops(WebScene web, LiveNode node) throws IOException {
    long stored = web.scene().messages();
    try (var one = node.events();
        var other = node.events();
        var slow = slowUpload(node)) {
      assertThat(slow.isConnected()).isTrue();
      awaitEvent(one);
      awaitEvent(other);
      node.program().await("to be ready", () -> node.probe("/ready") == 200);
      long began = System.nanoTime();
      node.program().signal("TERM");
      node.program().await("a closed API", node::refusesConnections);
      assertThat(node.probe("/ready")).isEqualTo(503);
      assertThat(node.probe("/alive")).isEqualTo(200);
      assertThat(running(web)).as("channels that still run").isPositive();
      var ended = node.program().end().assertExit(143);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(PROMISED);
      assertThat(ended.errors().lines().filter(line -> line.contains("is stuck in stage")))
          .as("lines about what hung")
          .hasSize(1);
      assertThatItEndsWell(one);
      assertThatItEndsWell(other);
    }
    assertThat(running(web)).isZero();
    assertThat(web.query("SELECT * FROM sluice.node WHERE state NOT IN ('left', 'down')"))
        .isEmpty();
    assertThat(web.scene().messages()).isGreaterThanOrEqualTo(stored);
    ExportTruth.assertCounters(web.scene().database());
  }

  /** An upload of which no more comes than its beginning. */
  private static Socket slowUpload(LiveNode node) throws IOException {
    var socket = node.connect();
    var head =
        "PUT /api/uploads/of-a-slow-one/result.json HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
                .formatted(node.apiPort())
            + "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\n{";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void awaitEvent(InputStream events) throws IOException {
    var text = new StringBuilder();
    while (text.indexOf("event: status") < 0) {
      int next = events.read();
      assertThat(next).as("the stream goes on, after %s", text).isNotNegative();
      text.append((char) next);
    }
  }

  private static void assertThatItEndsWell(InputStream events) {
    assertThatCode(events::readAllBytes).doesNotThrowAnyException();
  }

  private static long running(WebScene web) {
    return web.scene().count("SELECT count(*) FROM sluice.run WHERE running");
  }

  private static long following(LiveNode node) {
    return node.get("/api/channels?state=following").get("channels").size();
  }
}
