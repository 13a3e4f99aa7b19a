package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.standin.PhotoAnswer;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import io.sluice.tests.Rules.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node was told holds, and what it was at goes on, though it is killed at that moment. */
class NodeTest {
  /** So many that none of them has come when all has been told, at two pages a second. */
  private static final int MESSAGES = 260;

  private static final StandInOptions SITE =
      StandInOptions.defaults()
          .withChannels(6)
          .withMessages(MESSAGES)
          .withPhotoShare(0.25)
          .withAlbums(0);

  private static final Point FILE_OF_PURGED =
      new Point("purge", "io.sluice.blob.BlobDirectory", "remove", "AT ENTRY");
  private static final Point ROW_OF_RESUMED =
      new Point("resume", "io.sluice.ledger.channel.ChannelStates", "write", "AT ENTRY");

  @TempDir private Path directory;

  private WebScene web;
  private StandInChannel resumed;
  private StandInChannel retried;
  private StandInChannel paused;
  private StandInChannel removed;
  private StandInChannel purged;
  private StandInChannel followed;
  private long missing;
  private long noImage;
  private long twin;
  private long idOfPurged;

  @Test
  void what_it_is_told_holds_though_it_is_killed_at_once_and_all_else_goes_on() throws IOException {
    try (var scene = WebScene.in(directory, SITE)) {
      web = scene;
      resumed = web.channel(1);
      retried = web.channel(2);
      paused = web.channel(3);
      removed = web.channel(4);
      purged = web.channel(5);
      followed = web.channel(6);
      makePhotosFail();
      makeTwins();
      var slow = web.setup().with("TELEGRAM_PAGE_RATE", "2").with("CONCURRENT_LIMIT", "6");
      tellAllAndKill(slow.withJvm(killPoints()));
      retried.answerPhoto(noImage, new PhotoAnswer.Normal());
      retried.answerPhoto(missing, new PhotoAnswer.Normal());
      assertThat(web.messages(purged)).as("killed in the middle of the purge").isPositive();
      try (var node = LiveNode.start(web.setup().with("CONCURRENT_LIMIT", "6"))) {
        assertThatNobodyElseGetsItsPort(node);
        assertThatAllHolds(node);
        assertThatAnExportComesBeforeWhatFollows(node);
        assertThatAllCanGoOn(node);
        node.program().signal("TERM");
        node.program().end().assertExit(143);
      }
      web.assertStoredOnce(resumed, retried, paused, removed, followed);
    }
  }

  /** Of photos that are not on the newest page, which would be looked at again anyway. */
  private void makePhotosFail() {
    int size = retried.posts().size();
    var photos =
        retried.posts().subList(size - 55, size - 25).stream()
            .flatMap(post -> post.photoIds().stream())
            .toList();
    missing = photos.get(0);
    noImage = photos.get(1);
    retried.answerPhoto(missing, new PhotoAnswer.Status(404));
    retried.answerPhoto(noImage, new PhotoAnswer.Html());
  }

  private void makeTwins() {
    long first = purged.postPhoto("a picture");
    twin = followed.postPhoto("the same picture");
    followed.answerPhoto(twin, new PhotoAnswer.Fixed(purged.photoBytes(first)));
  }

  /** In the middle of the files that a purge removes, and before the row tells what was resumed. */
  private String killPoints() {
    return Rules.agent(
        directory,
        Rules.stop(FILE_OF_PURGED, "incrementCounter(\"files\") == 3", marker(FILE_OF_PURGED))
            + Rules.stop(
                ROW_OF_RESUMED,
                "$1.channel() == 1 AND $1.version() > 4 AND incrementCounter(\"rows\") == 1",
                marker(ROW_OF_RESUMED)));
  }

  private Path marker(Point point) {
    return directory.resolve(point.name());
  }

  private void tellAllAndKill(Sluice.Setup setup) {
    try (var node = LiveNode.start(setup)) {
      assertThat(node.add(once(resumed))).as("as the kill point has it").isOne();
      node.program().await("its first messages", () -> web.messages(resumed) > 0);
      assertThat(node.post("/api/channels/1/pause").get("state").asText()).isEqualTo("paused");
      for (var channel : List.of(retried, paused, removed, purged)) {
        node.add(once(channel));
      }
      idOfPurged = web.id(purged);
      node.program()
          .await("files to purge", () -> count("photo WHERE channel_id = " + idOfPurged) > 4);
      node.add(following(followed));
      node.program().await("its twin", () -> "duplicate".equals(photo("outcome", followed, twin)));
      node.program().await("both failures", () -> failures(retried) == 2);
      node.program()
          .await("messages", () -> web.messages(paused) > 20 && web.messages(removed) > 20);
      assertThat(node.get("/api/channels?state=collecting").get("channels")).hasSize(5);

      assertThat(node.delete("/api/channels/" + idOfPurged + "?purge=true")).isEqualTo(202);
      node.program().await("a purge at work", () -> Files.exists(marker(FILE_OF_PURGED)));
      // It is answered when its row tells it, and that is held up until the kill.
      CompletableFuture.runAsync(() -> node.post("/api/channels/1/resume"));
      node.program().await("a row left behind", () -> Files.exists(marker(ROW_OF_RESUMED)));
      // It hangs if it is tried again before the kill.
      retried.answerPhoto(noImage, new PhotoAnswer.Trickle());
      var retry = node.post("/api/channels/" + web.id(retried) + "/retry?reason=not_an_image");
      assertThat(retry.get("items").asInt()).isOne();
      assertThat(node.delete("/api/channels/" + web.id(removed))).isEqualTo(204);
      node.post("/api/channels/" + web.id(paused) + "/pause");
      node.program().kill();
    }
  }

  private void assertThatNobodyElseGetsItsPort(LiveNode node) throws IOException {
    var other = Scene.in(Files.createDirectory(directory.resolve("other")));
    var own = other.setup().with("MANAGEMENT_PORT", "0");
    try (var portTaken = own.with("API_PORT", "" + node.apiPort()).start("node");
        var open = own.with("API_HOST", "0.0.0.0").start("node")) {
      assertThat(portTaken.end().assertExit(1).errors())
          .contains("sluice: API_PORT " + node.apiPort() + " on 127.0.0.1 is taken")
          .doesNotContain("Ready");
      assertThat(open.end().assertExit(2).errors()).contains("API_TOKEN must be set");
      assertThat(other.count("SELECT count(*) FROM sluice.node WHERE state <> 'left'")).isZero();
    }
  }

  private void assertThatAllHolds(LiveNode node) throws IOException {
    long stored = web.messages(paused);
    long left = web.messages(removed);
    awaitState(node, resumed, "completed");
    awaitState(node, retried, "completed");
    awaitState(node, followed, "following");
    node.program().await("the end of the purge", () -> aliases(purged) == 0);
    assertThat(photo("outcome", retried, noImage)).isEqualTo("stored");
    assertThat(photo("outcome", retried, missing)).as("another reason").isEqualTo("missing");
    assertThat(node.state(web.id(paused))).isEqualTo("paused");
    assertThat(web.messages(paused)).isEqualTo(stored).isBetween(1L, MESSAGES - 1L);
    assertThat(node.status("/api/channels/" + web.id(removed))).isEqualTo(404);
    assertThat(web.messages(removed)).as("its rows stay").isEqualTo(left).isPositive();
    assertThat(node.get("/api/channels").findValuesAsText("name"))
        .containsExactly(resumed.name(), retried.name(), paused.name(), followed.name());
    assertThatNothingIsLeftOfThePurged(node);
  }

  private void assertThatNothingIsLeftOfThePurged(LiveNode node) throws IOException {
    assertThat(count("channel WHERE name = '" + purged.name() + "'")).isZero();
    assertThat(count("message WHERE channel_id NOT IN (SELECT id FROM sluice.channel)")).isZero();
    assertThat(count("photo WHERE channel_id NOT IN (SELECT id FROM sluice.channel)")).isZero();
    assertThat(count("run WHERE entity = 'channel-%d'".formatted(idOfPurged))).isZero();
    var path = photo("path", followed, twin);
    assertThat(path)
        .as("the twin's only file")
        .contains("/%s.%d/".formatted(purged.name(), idOfPurged));
    try (var files = Files.list(web.scene().images().resolve(path).getParent())) {
      assertThat(files).hasSize(1);
    }
    assertThat(node.bytes("/" + path))
        .isEqualTo(Files.readAllBytes(web.scene().images().resolve(path)));
  }

  private void assertThatAnExportComesBeforeWhatFollows(LiveNode node) throws IOException {
    followed.post("while the node is there");
    node.program().await("the new post", () -> hasText("while the node is there"));
    var export = directory.resolve("export");
    WebExport.write(export, followed, followed.posts().stream().filter(p -> !p.service()).toList());
    node.add(Map.of("source", export.toString()));
    node.program()
        .await(
            "the export",
            () -> count("run WHERE cursor ? 'telegram-export' AND cursor ? 'telegram-web'") == 1);
    awaitState(node, followed, "following");
    followed.post("after the export");
    node.program().await("the next post", () -> hasText("after the export"));
  }

  private void assertThatAllCanGoOn(LiveNode node) {
    node.post("/api/channels/" + web.id(paused) + "/resume");
    node.add(once(removed));
    assertThat(node.post("/api/channels/" + web.id(retried) + "/retry").get("items").asInt())
        .isOne();
    for (var channel : List.of(paused, removed, retried)) {
      awaitState(node, channel, "completed");
    }
  }

  private static Map<String, Object> once(StandInChannel channel) {
    return Map.of("source", "@" + channel.canonicalName(), "follow", false);
  }

  private static Map<String, Object> following(StandInChannel channel) {
    return Map.of("source", "@" + channel.canonicalName(), "interval", "1s");
  }

  private void awaitState(LiveNode node, StandInChannel channel, String state) {
    node.program()
        .await(channel.name() + " " + state, () -> node.state(web.id(channel)).equals(state));
  }

  private long aliases(StandInChannel channel) {
    return count("channel_alias WHERE alias = 'telegram:" + channel.name() + "'");
  }

  private long failures(StandInChannel channel) {
    return count("photo WHERE path IS NULL AND channel_id = " + web.id(channel));
  }

  private boolean hasText(String text) {
    return count("message WHERE text = '" + text + "'") == 1;
  }

  /** Null where there is no row. */
  private String photo(String column, StandInChannel channel, long message) {
    var rows =
        web.query(
            "SELECT %s FROM sluice.photo WHERE channel_id = %d AND message_id = %d"
                .formatted(column, web.id(channel), message));
    return rows.isEmpty() ? null : rows.get(0).get(0);
  }

  private long count(String rows) {
    return web.scene().count("SELECT count(*) FROM sluice." + rows);
  }
}
