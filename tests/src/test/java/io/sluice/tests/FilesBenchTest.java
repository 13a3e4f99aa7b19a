package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench files} from end to end, with few files. */
class FilesBenchTest {
  @TempDir private Path directory;

  private JsonNode report() throws IOException {
    var disk = Files.createDirectory(directory.resolve("disk"));
    var ended =
        new Sluice.Setup(directory, Map.of(), List.of())
            .run("bench", "files", "--json", "--count=60", "--rounds=1", "--disk=" + disk)
            .assertExit(0);
    try (var left = Files.list(disk)) {
      assertThat(left).isEmpty();
    }
    return new ObjectMapper().readTree(ended.output());
  }

  private static List<JsonNode> lines(JsonNode report, String who) {
    return StreamSupport.stream(report.get("ways").spliterator(), false)
        .filter(line -> line.get("way").asText().startsWith(who))
        .peek(line -> assertThat(line.get("perSecond").asDouble()).isPositive())
        .toList();
  }

  private static List<String> ways(JsonNode report, String who) {
    return lines(report, who).stream().map(line -> line.get("sync").asText()).toList();
  }

  /** In which modes the first files are told apart. */
  private static List<String> first(JsonNode report, String who) {
    return lines(report, who).stream()
        .filter(line -> line.get("firstPerSecond").asDouble() > 0)
        .map(line -> line.get("sync").asText())
        .toList();
  }

  @Test
  void every_way_has_its_rate_and_says_what_it_syncs() throws IOException {
    var report = report();
    assertThat(report.get("files").asInt()).isEqualTo(60);
    for (int threads : List.of(1, 4, 8)) {
      var disk = "the disk, threads: " + threads;
      assertThat(ways(report, disk)).containsExactly("each", "batch", "off");
      assertThat(first(report, disk)).isEmpty();
    }
    assertThat(ways(report, "Sluice")).containsExactly("each", "batch", "off", "rows alone");
    assertThat(first(report, "Sluice")).containsExactly("each", "batch", "off");
    for (var line : lines(report, "Sluice")) {
      boolean stores = !line.get("sync").asText().equals("rows alone");
      assertThat(line.get("ofDisk").asDouble() > 0).isEqualTo(stores);
    }
    assumeThat(report.get("psycopg2").asText()).as("python3-psycopg2 is not there").isNotEmpty();
    for (var inserting : List.of("executemany", "execute_values")) {
      var who = "consumer, " + inserting;
      assertThat(ways(report, who)).containsExactly("each", "off", "rows alone");
      assertThat(first(report, who)).containsExactly("each", "off", "rows alone");
      assertThat(lines(report, "Sluice"))
          .allMatch(line -> line.get("ratios").get(inserting).asDouble() > 0);
    }
  }

  @Test
  void interrupted_it_leaves_nothing_behind() throws IOException {
    var disk = Files.createDirectory(directory.resolve("disk"));
    var setup = new Sluice.Setup(directory, Map.of(), List.of());
    try (var bench = setup.start("bench", "files", "--count=60", "--disk=" + disk)) {
      bench.await("a node", () -> bench.children().stream().anyMatch(FilesBenchTest::isNode));
      var children = bench.children();
      bench.signal("TERM");
      assertThat(bench.end().exitCode()).isEqualTo(143);
      Sluice.await(
          "the end of all that it started",
          () -> children.stream().noneMatch(ProcessHandle::isAlive),
          Duration.ofMinutes(1));
    }
    try (var left = Files.list(disk)) {
      assertThat(left).isEmpty();
    }
  }

  private static boolean isNode(ProcessHandle process) {
    return process.info().command().filter(command -> command.endsWith("/java")).isPresent();
  }

  @Test
  void what_cannot_be_measured_is_named() {
    var bench = new Sluice.Setup(directory, Map.of(), List.of());
    assertThat(bench.run("bench", "files", "--disk=missing").assertExit(2).errors())
        .contains("--disk must be a directory, was missing");
    assertThat(bench.run("bench", "files", "--rounds=0").assertExit(2).errors())
        .contains("--rounds must be 1 or more, was 0");
  }
}
