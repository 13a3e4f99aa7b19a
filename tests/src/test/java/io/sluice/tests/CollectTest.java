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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users run it. */
class CollectTest {
  @TempDir private Path directory;

  @Test
  void with_nothing_installed_it_brings_its_own_database_and_finds_it_again_after_a_kill()
      throws IOException {
    var scene = Scene.in(directory).withExport(1000, 200);
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
      var second = setup.run("collect", scene.export().toString());
      assertThat(second.exitCode()).isEqualTo(1);
      assertThat(second.errors()).contains("DATA_DIR data is in use", "process " + node.pid());
      node.end().assertExit(0);
    }
    Sluice.await(
        "the server to end with its node",
        () -> ProcessHandle.of(server).isEmpty(),
        Duration.ofMinutes(1));

    var again = setup.run("collect", scene.export().toString(), "--json").assertExit(0);
    assertThat(channel(again).get("messages").asLong()).isZero();
    assertThat(channel(again).get("alreadyThere").asLong()).isEqualTo(1000);
    assertThat(channel(again).get("photosAlreadyThere").asLong()).isEqualTo(200);
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
    var scene = Scene.in(directory).withExport(4000, 1500);
    try (var node = scene.setup().start("collect", scene.export().toString())) {
      node.awaitLog("Processed ");
      long start = System.nanoTime();
      node.signal("INT");
      var ended = node.end().assertExit(130);
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      assertThat(ended.output()).contains("paused");
    }
    assertThat(scene.messages()).isPositive().isLessThan(4000);
    assertThat(scene.count("SELECT count(*) FROM sluice.run WHERE running")).isZero();
    ExportTruth.assertCounters(scene.database());
    scene.setup().run("collect", scene.export().toString()).assertExit(0);
    scene.assertStoredOnce();
  }

  @Test
  void a_second_ctrl_c_ends_it_at_once_and_its_database_too() throws IOException {
    var scene = Scene.in(directory).withExport(4000, 1500);
    var setup = new Sluice.Setup(directory, Map.of(), List.of());
    try (var node = setup.start("collect", scene.export().toString())) {
      node.awaitLog("Processed ");
      long server = serverProcess(directory.resolve("data"));
      node.signal("INT");
      node.awaitLog("Interrupted");
      node.signal("INT");
      node.end().assertExit(130);
      Sluice.await(
          "the server to end", () -> ProcessHandle.of(server).isEmpty(), Duration.ofMinutes(1));
    }
  }

  @Test
  void of_an_export_with_many_chats_some_are_chosen_and_a_limit_goes_on_where_it_ended()
      throws JsonProcessingException {
    var scene =
        Scene.in(directory).withExport(new SampleOptions(3, 120, 10, 200, 4, "Port", false));
    var chats = ExportTruth.of(scene.export()).names().stream().limit(2).toArray(String[]::new);
    for (int time = 1; time <= 2; time++) {
      var ended =
          scene
              .setup()
              .run(
                  "collect",
                  scene.export().toString(),
                  "--chat",
                  chats[0],
                  "--limit",
                  "50",
                  "--json");
      ended.assertExit(0);
      assertThat(channel(ended).get("messages").asLong()).isEqualTo(50);
      assertThat(scene.messages()).isEqualTo(50L * time);
    }
    scene
        .setup()
        .run("collect", scene.export().toString(), "--chat", chats[0], "--chat", chats[1])
        .assertExit(0);
    assertThat(scene.messages()).isEqualTo(240);
    var unknown =
        scene.setup().run("collect", scene.export().toString(), "--chat", "Nowhere Gazette");
    assertThat(unknown.assertExit(1).errors()).contains("--chat Nowhere Gazette");
    scene.setup().run("collect", scene.export().toString()).assertExit(0);
    scene.assertStoredOnce();
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
  void the_filters_of_news_collectors_leave_out_and_count() throws JsonProcessingException {
    var scene = Scene.in(directory).withExport(400, 20);
    var ended =
        scene
            .setup()
            .with("MIN_TEXT_LENGTH", "50")
            .with("SKIP_FORWARDED", "true")
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
  }

  @Test
  void the_log_is_json_for_machines() {
    var scene = Scene.in(directory).withExport(150, 0);
    var ended = scene.setup().with("LOG_FORMAT", "json").run("collect", scene.export().toString());
    assertThat(ended.assertExit(0).errors().lines())
        .allSatisfy(line -> assertThat(new ObjectMapper().readTree(line).has("level")).isTrue())
        .anySatisfy(line -> assertThat(line).contains("Processed 1"));
  }
}
