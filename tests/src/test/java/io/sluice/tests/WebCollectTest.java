package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.standin.PhotoAnswer;
import io.sluice.standin.StandInChannel;
import io.sluice.standin.StandInOptions;
import io.sluice.standin.StandInPost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Channels of the web, as users collect them. */
class WebCollectTest {
  private static final StandInOptions SMALL = StandInOptions.defaults().withMessages(60);

  /** Runs the command behind it with the file {@code channels.txt} as its standard input. */
  private static final List<String> WITH_LIST =
      List.of("sh", "-c", "exec \"$@\" < channels.txt", "sh");

  @TempDir private Path directory;

  @Test
  void of_a_list_each_channel_is_read_once_and_wrong_lines_are_named() throws IOException {
    Files.writeString(
        directory.resolve("channels.txt"),
        """
        \uFEFF# harbours
        @HarbourNews1

        https://t.me/s/HARBOURNEWS2
          t.me/harbournews1
        https://t.me/+AbCdEfGh123
        @x!
        tg://resolve?domain=harbournews2
        """);
    try (var scene = WebScene.in(directory, SMALL)) {
      Sluice.Ended first;
      try (var running = scene.setup().start(WITH_LIST, "collect", "-", "--json")) {
        first = running.end().assertExit(1);
      }
      assertThat(first.errors().lines().filter(line -> line.startsWith("sluice: "))).hasSize(2);
      assertThat(first.errors())
          .contains("line 6: https://t.me/+AbCdEfGh123: an invite link needs an account")
          .contains("line 7: @x!: 'x!' is no name of a channel");
      assertThat(channels(first)).hasSize(2).allSatisfy(WebCollectTest::assertComplete);
      scene.assertStoredOnce(scene.channel(1), scene.channel(2));
      long pages = scene.site().record().requestsByChannel().get("HarbourNews1");
      long photos = scene.site().record().photoRequests();

      var second =
          scene.setup().run("collect", "@harbournews1", "@HarbourNews2", "--json").assertExit(0);
      assertThat(channels(second))
          .hasSize(2)
          .allSatisfy(WebCollectTest::assertComplete)
          .allSatisfy(channel -> assertThat(channel.get("messages").asLong()).isZero())
          .allSatisfy(channel -> assertThat(channel.get("updated").asLong()).isZero());
      assertThat(scene.site().record().requestsByChannel())
          .containsEntry("HarbourNews1", pages + 1);
      assertThat(scene.site().record().photoRequests()).isEqualTo(photos);
      scene.assertStoredOnce(scene.channel(1), scene.channel(2));
    }
  }

  private static List<JsonNode> channels(Sluice.Ended ended) throws JsonProcessingException {
    return List.copyOf(
        new ObjectMapper()
            .readTree(ended.output())
            .withArray("channels")
            .findParents("completeness"));
  }

  private static void assertComplete(JsonNode channel) {
    assertThat(channel.at("/completeness/complete").asBoolean()).as("%s", channel).isTrue();
    assertThat(channel.at("/completeness/photosStored").asLong())
        .isEqualTo(channel.at("/completeness/photosAnnounced").asLong())
        .isPositive();
  }

  @Test
  void photos_whose_addresses_have_expired_get_new_ones_from_their_page() {
    // Of 24 photos the 20th closes their host, and the addresses of before are gone then.
    var options =
        SMALL.withChannels(1).withPhotoFloodEvery(20).withRetryAfter(1).withPhotoUrlsEnd();
    try (var scene = WebScene.in(directory, options)) {
      scene.setup().run("collect", "@harbournews1").assertExit(0);
      assertThat(scene.site().record().served("photo 404")).isPositive();
      scene.assertStoredOnce(scene.channel(1));
    }
  }

  @Test
  void an_export_and_the_web_are_one_channel_whichever_comes_first() throws IOException {
    try (var scene = WebScene.in(directory, SMALL)) {
      var one = exportOfHalf(scene.channel(1));
      var two = exportOfHalf(scene.channel(2));
      var record = FlightRecord.in(directory);
      var first =
          scene
              .setup()
              .withJvm(record.options())
              .run("collect", one, "@harbournews2", "--json")
              .assertExit(0);
      assertThat(record.files()).isNotEmpty().noneMatch(FlightRecord.Use::byActors);
      assertThat(record.work("org.jsoup")).isNotEmpty().noneMatch(FlightRecord.Use::byActors);
      assertThat(channels(first)).hasSize(2).allSatisfy(WebCollectTest::assertComplete);
      assertThat(scene.scene().messages()).isLessThan(60 + 31);

      var second = scene.setup().run("collect", two, "@harbournews1", "--json").assertExit(0);
      assertThat(channels(second)).hasSize(2).allSatisfy(WebCollectTest::assertComplete);
      assertThat(scene.query("SELECT count(*) FROM sluice.channel")).containsExactly(List.of("2"));
      scene.assertStoredOnce(scene.channel(1), scene.channel(2));
    }
  }

  /** The older half, without service messages, of which an export tells something else. */
  private String exportOfHalf(StandInChannel channel) throws IOException {
    var half = channel.posts().subList(0, 30).stream().filter(post -> !post.service()).toList();
    assertThat(half).flatMap(StandInPost::photoIds).isNotEmpty();
    // Where it is called as the channel is, @name must still not be taken for a file's.
    var export = directory.resolve(channel.name());
    WebExport.write(export, channel, half);
    return export.toString();
  }

  @Test
  void a_channel_of_which_a_photo_or_messages_are_missing_is_incomplete() throws IOException {
    try (var scene = WebScene.in(directory, SMALL)) {
      long lost = scene.channel(1).postPhoto("The whale");
      scene.channel(1).answerPhoto(lost, new PhotoAnswer.Status(404));
      var ended =
          scene
              .setup()
              .run("collect", "@harbournews1", "@harbournews2", "--limit", "25", "--json")
              .assertExit(0);
      assertThat(channels(ended))
          .hasSize(2)
          .allSatisfy(
              channel -> {
                assertThat(channel.get("messages").asLong())
                    .as("the limit, or an album's rest behind it")
                    .isBetween(25L, 30L);
                assertThat(channel.at("/completeness/complete").asBoolean()).isFalse();
                assertThat(channel.at("/completeness/unread/0/from").asLong()).isEqualTo(1);
              });
      assertThat(scene.scene().messages()).isBetween(50L, 60L);

      var whole = scene.setup().run("collect", "@harbournews1").assertExit(0);
      assertThat(whole.output())
          .contains("harbournews1: incomplete: 61 messages", "24 of 25 photos (1 missing)")
          .doesNotContain("not read yet");
      assertThat(scene.photo(lost).get(0)).isEqualTo("missing");
    }
  }

  @Test
  void following_ends_at_ctrl_c_and_is_not_for_exports() throws IOException {
    try (var scene = WebScene.in(directory, SMALL.withChannels(1))) {
      var export = exportOfHalf(scene.channel(1));
      var refused = scene.setup().run("collect", export, "--follow").assertExit(2);
      assertThat(refused.errors()).contains("--follow needs a channel of the web");

      try (var running =
          scene.setup().start("collect", "@harbournews1", "--follow", "--interval", "1s")) {
        running.await("the history", () -> stored(scene) == 60);
        scene.channel(1).post("The whale is back.");
        running.await("the news", () -> stored(scene) == 61);
        running.signal("INT");
        running.end().assertExit(130);
      }
      scene.assertStoredOnce(scene.channel(1));
    }
  }

  private static long stored(WebScene scene) {
    return scene.scene().hasSchema() ? scene.scene().messages() : 0;
  }
}
