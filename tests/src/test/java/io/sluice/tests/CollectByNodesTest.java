package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.sample.SampleExport;
import io.sluice.sample.SampleOptions;
import io.sluice.standin.StandInOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code collect} where nodes are at work on the database: they do it, and it tells of it. */
class CollectByNodesTest {
  private static final StandInOptions SITE =
      StandInOptions.defaults().withChannels(2).withMessages(120);
  private static final SampleOptions EXPORT =
      new SampleOptions(1, 200, 20, 320, 1, "Lighthouse", false);
  private static final String BY_NODES = "Nodes of this database are at work (process ";

  @TempDir private Path directory;

  @Test
  void channels_and_exports_are_given_to_the_node_and_reported_as_ever() throws IOException {
    try (var web = WebScene.in(directory, SITE);
        var node = LiveNode.start(web.setup())) {
      web.scene().withExport(EXPORT);
      var export = web.scene().export().toString();

      var first = collect(web, "@harbournews1", "@harbournews2", export).end().assertExit(0);
      assertThat(first.errors()).contains(BY_NODES + node.program().pid());
      assertThat(channels(first)).hasSize(3).allSatisfy(CollectByNodesTest::isComplete);
      assertThat(sum(first, "messages")).isEqualTo(web.scene().messages()).isEqualTo(440);
      assertThat(sum(first, "photos"))
          .isEqualTo(web.scene().count("SELECT count(*) FROM sluice.photo WHERE path IS NOT NULL"));
      assertThat(sum(first, "alreadyThere")).isZero();
      assertEachOnce(web);

      var again = collect(web, "@harbournews1", export).end().assertExit(0);
      assertThat(channels(again)).hasSize(2).allSatisfy(CollectByNodesTest::isComplete);
      assertThat(sum(again, "messages") + sum(again, "updated") + sum(again, "photos")).isZero();
      assertThat(sum(again, "alreadyThere")).isEqualTo(320);
    }
  }

  @Test
  void a_limit_goes_on_where_the_last_ended_and_what_is_refused_is_told() throws IOException {
    try (var web = WebScene.in(directory, SITE);
        var node = LiveNode.start(web.setup())) {
      for (int i = 1; i <= 2; i++) {
        var part = collect(web, "@harbournews1", "--limit", "40").end().assertExit(0);
        assertThat(sum(part, "messages")).as("the limit, or an album's rest").isBetween(40L, 45L);
        assertThat(channels(part).get(0).at("/completeness/complete").asBoolean()).isFalse();
      }
      var away = collect(web, "@nobody_is_here", "@harbournews1").end().assertExit(1);
      assertThat(channels(away))
          .extracting(line -> line.get("state").asText())
          .containsExactlyInAnyOrder("failed", "completed");
      assertThat(node.get("/api/status").at("/channels/completed").asLong()).isEqualTo(1);
    }
  }

  @Test
  void at_ctrl_c_the_channels_stay_at_work_on_the_node() throws IOException {
    try (var web = WebScene.in(directory, SITE.withChannels(1));
        var node = LiveNode.start(web.setup().with("TELEGRAM_PAGE_RATE", "4"));
        var client = collect(web, "@harbournews1")) {
      client.awaitLog("harbournews1: collecting");
      client.signal("INT");
      var ended = client.end().assertExit(130);
      assertThat(ended.errors()).contains("the channels stay at work on the nodes");
      assertThat(channels(ended)).hasSize(1);
      node.program().await("the rest", () -> web.scene().messages() == 120);
      web.assertStoredOnce(web.channel(1));
    }
  }

  @Test
  void a_channel_that_is_followed_stays_followed_and_ends_when_it_has_all() throws IOException {
    try (var web = WebScene.in(directory, SITE.withChannels(1));
        var node = LiveNode.start(web.setup())) {
      long id = node.add(Map.of("source", "@harbournews1"));
      var ended = collect(web, "@harbournews1").end().assertExit(0);
      assertThat(channels(ended).get(0).get("state").asText()).isEqualTo("following");
      assertThat(node.state(id)).isEqualTo("following");
      web.assertStoredOnce(web.channel(1));
    }
  }

  @Test
  void it_goes_on_when_the_node_that_collects_is_killed() throws IOException {
    try (var web = WebScene.in(directory, SITE)) {
      var setup = web.setup().with("TELEGRAM_PAGE_RATE", "4").with("NODE_TIMEOUT", "4s");
      try (var one = LiveNode.start(setup);
          var other = LiveNode.start(setup);
          var client = collect(web, "@harbournews1", "@harbournews2")) {
        client.await("a first batch", () -> web.scene().messages() > 0);
        one.program().kill();
        var ended = client.end().assertExit(0);
        assertThat(channels(ended)).hasSize(2).allSatisfy(CollectByNodesTest::isComplete);
        assertThat(sum(ended, "messages")).isEqualTo(240);
        assertThat(other.program().isAlive()).isTrue();
        web.assertStoredOnce(web.channel(1), web.channel(2));
      }
    }
  }

  @Test
  void what_settings_left_out_is_told_as_by_a_collect_that_does_the_work_itself()
      throws IOException {
    var oddities = new SampleOptions(1, 400, 20, 320, 1, "Lighthouse", true);
    var here = Scene.in(directory.resolve("here")).withExport(oddities);
    var itself = sifting(here.setup()).run("collect", "--json", here.export().toString());
    try (var web = WebScene.in(directory, SITE);
        var node = LiveNode.start(sifting(web.setup()))) {
      web.scene().withExport(oddities);
      var given = collect(web, web.scene().export().toString()).end().assertExit(0);
      assertThat(given.errors()).contains(BY_NODES + node.program().pid());
      assertThat(sum(given, "messages")).isPositive().isEqualTo(web.scene().messages());
      assertThat(channels(given).get(0).at("/skipped/short").asLong()).isPositive();
      assertThat(channels(given).get(0).at("/photosFailed/missing").asLong()).isPositive();
      for (var field : List.of("messages", "skipped", "undecided", "updated", "photosFailed")) {
        assertThat(channels(given).get(0).get(field))
            .as(field)
            .isEqualTo(channels(itself.assertExit(0)).get(0).get(field));
      }
    }
  }

  @Test
  void a_source_that_failed_is_told_though_its_channel_went_on_with_the_next() throws IOException {
    try (var web = WebScene.in(directory, SITE);
        var node = LiveNode.start(web.setup())) {
      var whole = web.scene().withExport(EXPORT).export();
      var broken = directory.resolve("broken");
      SampleExport.write(broken, EXPORT);
      var file = broken.resolve("result.json");
      var text = Files.readString(file);
      Files.writeString(file, text.substring(0, text.length() / 2));

      var ended = collect(web, broken.toString(), whole.toString()).end().assertExit(1);
      assertThat(channels(ended)).singleElement();
      assertThat(channels(ended).get(0).get("state").asText()).isEqualTo("failed");
      assertThat(channels(ended).get(0).get("reason").asText()).contains("cut off at byte");
      assertThat(sum(ended, "messages")).isEqualTo(200);
      assertThat(node.get("/api/status").at("/channels/completed").asLong()).isEqualTo(1);

      collect(web, whole.toString()).end().assertExit(0);
    }
  }

  private static Sluice.Setup sifting(Sluice.Setup setup) {
    return setup
        .with("MIN_TEXT_LENGTH", "50")
        .with("SKIP_FORWARDED", "true")
        .with("EXCLUDE", "harbour");
  }

  private Sluice collect(WebScene web, String... arguments) {
    var words = new ArrayList<>(List.of("collect", "--json"));
    words.addAll(List.of(arguments));
    return web.setup().start(words.toArray(String[]::new));
  }

  private static List<JsonNode> channels(Sluice.Ended ended) throws JsonProcessingException {
    return List.copyOf(
        new ObjectMapper()
            .readTree(ended.output())
            .withArray("channels")
            .findParents("completeness"));
  }

  private static long sum(Sluice.Ended ended, String field) throws JsonProcessingException {
    return channels(ended).stream().mapToLong(channel -> channel.get(field).asLong()).sum();
  }

  private static void isComplete(JsonNode channel) {
    assertThat(channel.get("state").asText()).as("%s", channel).isEqualTo("completed");
    assertThat(channel.at("/completeness/complete").asBoolean()).as("%s", channel).isTrue();
  }

  private static void assertEachOnce(WebScene web) {
    for (int i = 1; i <= 2; i++) {
      assertThat(web.messages(web.channel(i))).isEqualTo(120);
    }
    ExportTruth.assertCounters(web.scene().database());
    ExportTruth.assertFiles(web.scene().database(), web.scene().images());
  }
}
