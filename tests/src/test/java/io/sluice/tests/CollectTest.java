package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.persistence.TestDatabase;
import io.sluice.sample.SampleOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users run it. */
class CollectTest {
  @TempDir private Path directory;

  @Test
  void with_nothing_installed_it_brings_its_own_database_and_finds_it_again_after_a_kill()
      throws IOException {
    var scene = Scene.in(directory).withExport(2000, 250);
    var data = directory.resolve("data");
    var setup = new Sluice.Setup(directory, Map.of("BATCH_SIZE", "20"), List.of());
    try (var node = setup.start("collect", scene.export().toString())) {
      node.awaitLog("Processed ");
      node.kill();
    }
    long server = serverProcess(data);
    assertThat(ProcessHandle.of(server)).as("the server outlives its node").isPresent();

    try (var node = setup.start("collect", scene.export().toString())) {
      node.awaitLog("Processing channel");
      assertThat(serverProcess(data)).as("the server is adopted").isEqualTo(server);
      // So that it is still at work afterwards, however slow the other one is.
      node.freeze();
      var second = setup.run("collect", scene.export().toString());
      node.thaw();
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.errors()).contains("DATA_DIR data is in use", "process " + node.pid());
      assertThatASecondCtrlCEndsItAtOnce(node);
    }
    awaitEnd(server);

    var last = setup.run("collect", scene.export().toString(), "--json").assertExit(0);
    assertThat(stored(last, "messages", "alreadyThere")).isEqualTo(2000);
    assertThat(stored(last, "photos", "photosAlreadyThere")).isEqualTo(250);
    assertThat(data.resolve("postgres/data/postmaster.pid"))
        .as("the server ends with its node")
        .doesNotExist();
  }

  private static void assertThatASecondCtrlCEndsItAtOnce(Sluice node) {
    node.signal("INT");
    node.awaitLog("Interrupted");
    node.signal("INT");
    node.end().assertExit(130);
  }

  private static void awaitEnd(long server) {
    Sluice.await(
        "the server to end with its node",
        () -> ProcessHandle.of(server).isEmpty(),
        Duration.ofMinutes(3));
  }

  private static long stored(Sluice.Ended ended, String now, String before)
      throws JsonProcessingException {
    var channel = channel(ended);
    assertThat(channel.get(before).asLong()).isPositive();
    return channel.get(now).asLong() + channel.get(before).asLong();
  }

  private static long serverProcess(Path data) throws IOException {
    return Long.parseLong(
        Files.readAllLines(data.resolve("postgres/data/postmaster.pid")).get(0).strip());
  }

  private static JsonNode channel(Sluice.Ended ended) throws JsonProcessingException {
    return new ObjectMapper().readTree(ended.output()).get("channels").get(0);
  }

  @Test
  void ctrl_c_stores_what_is_on_its_way_and_the_next_collect_goes_on() {
    var scene = Scene.in(directory).withExport(2000, 400);
    try (var node = scene.setup().start("collect", scene.export().toString())) {
      node.awaitLog("Processed ");
      long start = System.nanoTime();
      node.signal("INT");
      var ended = node.end().assertExit(130);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
      assertThat(ended.output()).contains("paused");
    }
    assertThat(scene.messages()).isPositive().isLessThan(2000);
    assertThat(scene.count("SELECT count(*) FROM sluice.run WHERE running")).isZero();
    ExportTruth.assertCounters(scene.database());
    scene.setup().run("collect", scene.export().toString()).assertExit(0);
    scene.assertStoredOnce();
  }

  @Test
  void of_an_export_with_many_chats_some_are_chosen_and_a_limit_goes_on_where_it_ended()
      throws JsonProcessingException {
    var scene =
        Scene.in(directory).withExport(new SampleOptions(3, 120, 10, 200, 4, "Port", false));
    var chats = ExportTruth.of(scene.export()).names().stream().limit(2).toArray(String[]::new);
    var first = collect(scene, "--chat", chats[0], "--limit", "50", "--json");
    assertThat(channel(first).get("messages").asLong()).isEqualTo(50);
    assertThat(scene.messages()).isEqualTo(50);
    var second = collect(scene, "--chat", chats[0], "--chat", chats[1], "--limit", "60", "--json");
    assertThat(channel(second).get("messages").asLong()).isEqualTo(60);
    assertThat(perChannel(scene)).as("it goes on, and the other begins").containsExactly(60L, 110L);
    var unknown =
        scene.setup().run("collect", scene.export().toString(), "--chat", "Nowhere Gazette");
    assertThat(unknown.assertExit(1).errors()).contains("--chat Nowhere Gazette");
    collect(scene);
    scene.assertStoredOnce();
  }

  private static Sluice.Ended collect(Scene scene, String... options) {
    var arguments =
        Stream.concat(Stream.of("collect", scene.export().toString()), Stream.of(options));
    return scene.setup().run(arguments.toArray(String[]::new)).assertExit(0);
  }

  private static List<Long> perChannel(Scene scene) {
    return TestDatabase.query(
            scene.database(), "SELECT count(*) FROM sluice.message GROUP BY channel_id ORDER BY 1")
        .stream()
        .map(row -> Long.valueOf(row.get(0)))
        .toList();
  }

  @Test
  void seventy_thousand_texts_pass_in_a_small_heap() {
    var scene =
        Scene.in(directory).withExport(new SampleOptions(1, 70_000, 0, 320, 9, "Many", false));
    var ended = scene.setup().withJvm("-Xmx256m").run("collect", scene.export().toString());
    ended.assertExit(0);
    assertThat(scene.messages()).isEqualTo(70_000);
    assertThat(TestDatabase.query(scene.database(), "SELECT messages FROM sluice.channel"))
        .containsExactly(List.of("70000"));
  }

  @Test
  void the_filters_of_news_collectors_leave_out_and_count_and_the_log_is_json_for_machines()
      throws JsonProcessingException {
    var scene = Scene.in(directory).withExport(400, 20);
    var ended =
        scene
            .setup()
            .with("MIN_TEXT_LENGTH", "50")
            .with("SKIP_FORWARDED", "true")
            .with("LOG_FORMAT", "json")
            .run("collect", scene.export().toString(), "--json")
            .assertExit(0);
    var skipped = channel(ended).get("skipped");
    assertThat(skipped.get("short").asLong()).isPositive();
    assertThat(skipped.get("forwarded").asLong()).isPositive();
    assertThat(scene.messages())
        .isEqualTo(400 - skipped.get("short").asLong() - skipped.get("forwarded").asLong());
    assertThat(scene.count("SELECT count(*) FROM sluice.message WHERE forwarded_from IS NOT NULL"))
        .isZero();
    assertThat(scene.outcomes()).isNotEmpty();
    assertThat(ended.errors().lines())
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).has("level")).isTrue())
        .anySatisfy(line -> assertThat(line).contains("Processed 1"));
  }
}
