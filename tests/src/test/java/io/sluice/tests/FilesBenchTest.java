package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private static List<String> ways(JsonNode report, String who) {
    return StreamSupport.stream(report.get("ways").spliterator(), false)
        .filter(way -> way.get("way").asText().startsWith(who))
        .peek(way -> assertThat(way.get("perSecond").asDouble()).isPositive())
        .map(way -> way.get("sync").asText())
        .toList();
  }

  @Test
  void every_way_has_its_rate_and_says_what_it_syncs() throws IOException {
    var report = report();
    assertThat(report.get("files").asInt()).isEqualTo(60);
    assertThat(ways(report, "the disk")).containsExactly("each", "each", "off", "off");
    assertThat(ways(report, "Sluice")).containsExactly("each", "batch", "off", "rows alone");
    assumeThat(report.get("psycopg2").asText()).as("python3-psycopg2 is not there").isNotEmpty();
    assertThat(ways(report, "consumer, executemany")).containsExactly("each", "off", "rows alone");
    assertThat(ways(report, "consumer, execute_values"))
        .containsExactly("each", "off", "rows alone");
    for (var way : report.get("ways")) {
      if (way.get("way").asText().equals("Sluice")) {
        assertThat(way.get("ratios").get("executemany").asDouble()).isPositive();
      }
    }
  }
}
