package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

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

/** {@code bench documents} and {@code bench search} from end to end, with few documents. */
class DocumentsBenchTest {
  @TempDir private Path directory;

  private JsonNode report(String... words) throws IOException {
    var ended = new Sluice.Setup(directory, Map.of(), List.of()).run(words).assertExit(0);
    return new ObjectMapper().readTree(ended.output());
  }

  private static List<JsonNode> list(JsonNode nodes) {
    return StreamSupport.stream(nodes.spliterator(), false).toList();
  }

  @Test
  void documents_are_read_by_children_by_peers_and_by_a_node() throws IOException {
    var report =
        report(
            "bench",
            "documents",
            "--json",
            "--peers",
            "--count=6",
            "--warm-up=4",
            "--pages=2",
            "--rounds=1");
    assertThat(report.get("documents").asInt()).isEqualTo(6);
    assertThat(report.get("pages").asInt()).isEqualTo(12);
    var ways = list(report.get("ways"));
    assertThat(ways)
        .allSatisfy(
            way -> {
              assertThat(way.get("perHour").asDouble()).isPositive();
              assertThat(way.get("failed").asInt()).isZero();
            });
    assertThat(ways.stream().limit(2))
        .extracting(way -> way.get("way").asText())
        .containsExactly("children, the first 6", "children, after 10");
    assertThat(ways.stream().skip(2))
        .allSatisfy(peer -> assertThat(peer.get("faster").asDouble()).isPositive());
    assertThat(list(report.get("node")))
        .hasSize(3)
        .allSatisfy(batch -> assertThat(batch.get("childCpu").asDouble()).isPositive());
    assertThat(list(report.get("agreement")))
        .allSatisfy(program -> assertThat(program.get("worst").asDouble()).isGreaterThan(0.99));
  }

  @Test
  void searches_of_every_kind_have_their_times() throws IOException {
    var report = report("bench", "search", "--json", "--pages=400", "--rounds=1");
    assertThat(report.get("pages").asInt()).isEqualTo(400);
    assertThat(list(report.get("searches")))
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(line.get("p95").asDouble()).isPositive());
    assertThat(list(report.get("searches")).stream().limit(1))
        .allSatisfy(line -> assertThat(line.get("hits").asInt()).isEqualTo(10));
  }

  @Test
  void what_cannot_be_measured_is_named() throws IOException {
    var bench = new Sluice.Setup(directory, Map.of(), List.of());
    assertThat(bench.run("bench", "documents", "missing").assertExit(2).errors())
        .contains("DIR must be a directory, was missing");
    var empty = Files.createDirectory(directory.resolve("empty"));
    assertThat(
            bench
                .run("bench", "documents", "--count=1", "--warm-up=1", empty.toString())
                .assertExit(2)
                .errors())
        .contains("DIR has no files: " + empty);
    assertThat(bench.run("bench", "search", "--pages=0").assertExit(2).errors())
        .contains("--pages must be 1 or more, was 0");
  }
}
