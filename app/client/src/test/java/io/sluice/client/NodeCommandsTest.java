package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sluice.terminal.Captured;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it looks at what the process prints")
class NodeCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.nodes.add(StandInNode.node("aa11", "10.0.0.1:2551", "alpha").put("self", true));
    node.nodes.add(StandInNode.node("ab22", "10.0.0.2:2551", "beta"));
    node.nodes.add(StandInNode.node("cc33", "10.0.0.2:2552", "beta"));
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Captured run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--url=" + node.url());
    return ClientProgram.run(all.toArray(String[]::new));
  }

  private List<String> posted() {
    return node.requests.stream().filter(request -> request.startsWith("POST")).toList();
  }

  @Test
  void each_node_has_a_line_and_the_one_that_answers_a_mark() {
    node.nodes.get(1).put("reachable", false).putNull("shards").putArray("roles");
    var program = run("nodes");
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .containsExactly(
            "node state roles version up shards running waiting chunks images/s messages/s heap",
            "10.0.0.1:2551 * up photos,web 0.1.0 1 d 2 h 64 3 1,200 2 2.3 44 100 of 512 MiB",
            "10.0.0.2:2551 up, not heard of 0.1.0 1 d 2 h 3 1,200 2 2.3 44 100 of 512 MiB",
            "10.0.0.2:2552 up photos,web 0.1.0 1 d 2 h 64 3 1,200 2 2.3 44 100 of 512 MiB");
    assertThat(node.requests).containsExactly("GET /api/nodes");
  }

  @Test
  void those_that_were_taken_out_are_listed_with_the_reason_if_asked_for() {
    node.nodes.get(2).put("state", "down").putNull("member").put("reason", "not\u001b heard of");
    var program = run("nodes", "--ended");
    assertThat(program.out()).endsWith("10.0.0.2:2552: not\uFFFD heard of\n");
    assertThat(node.requests).containsExactly("GET /api/nodes?ended=true");
  }

  @Test
  void nodes_in_json_are_one_array_of_what_the_node_answered() throws IOException {
    var list = JSON.readTree(run("nodes", "--json").out());
    assertThat(list).hasSize(3);
    assertThat(list.get(1)).hasToString(node.nodes.get(1).toString());
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.2:2552, cc33, drain, left",
    "cc, cc33, drain, left",
    "ab22, ab22, drain, left",
    "10.0.0.2:2551, ab22, down, down"
  })
  void a_node_is_known_by_its_address_and_the_start_of_its_id(
      String name, String id, String command, String state) {
    var program = run(command, name);
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    assertThat(program.out()).matches("10\\.0\\.0\\.2:255[12]: " + state + " after \\d+\\.\\d s\n");
    assertThat(posted()).containsExactly("POST /api/nodes/" + id + "/" + command);
  }

  @Test
  void a_host_names_a_node_where_there_is_one() {
    assertThat(run("drain", "alpha", "--force").out()).startsWith("10.0.0.1:2551: left after ");
    assertThat(posted()).containsExactly("POST /api/nodes/aa11/drain?force=true");
  }

  @ParameterizedTest
  @CsvSource({
    "beta, several nodes are called beta",
    "10.0.0.2, several nodes are called 10.0.0.2",
    "nobody, no node is called nobody"
  })
  void an_unknown_or_ambiguous_node_names_the_candidates(String name, String words) {
    var program = run("drain", name);
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).startsWith("sluice: " + words + "; there are ");
    assertThat(program.err()).contains("10.0.0.2:2551 (ab22), 10.0.0.2:2552 (cc33)");
    assertThat(posted()).isEmpty();
  }

  @Test
  void several_ids_that_start_so_are_named() {
    assertThat(run("down", "a").err())
        .isEqualTo(
            "sluice: several nodes are called a; there are 10.0.0.1:2551 (aa11), 10.0.0.2:2551"
                + " (ab22)\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "down"})
  void what_needs_a_yes_needs_force_without_a_terminal(String command) {
    var program = run(command, "aa11");
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err()).contains("needs --force where there is no terminal to ask on");
    assertThat(run(command, "aa11", "--force").exitCode()).isZero();
  }

  @Test
  void one_that_was_taken_out_before_it_was_drained_is_no_success() {
    node.drained = "down";
    var program = run("drain", "cc33");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err())
        .isEqualTo("sluice: 10.0.0.2:2552 was taken out before it was drained: an operator\n");
  }

  @Test
  void the_end_in_json_says_how_long_it_took() throws IOException {
    var end = JSON.readTree(run("drain", "cc33", "--json").out());
    assertThat(end.get("id").asText()).isEqualTo("cc33");
    assertThat(end.get("address").asText()).isEqualTo("10.0.0.2:2552");
    assertThat(end.get("state").asText()).isEqualTo("left");
    assertThat(end.get("seconds").asDouble()).isBetween(0.0, 100.0);
  }

  @Test
  void a_node_that_drains_itself_is_seen_by_another() throws IOException {
    try (var other = new StandInNode()) {
      other.nodes.add(StandInNode.node("aa11", "10.0.0.1:2551", "alpha").put("state", "left"));
      other.nodes.get(0).putNull("member");
      node.nodes.get(1).put("apiUrl", other.url());
      assertThat(run("drain", "aa11", "--force").exitCode()).isZero();
      assertThat(other.requests).containsExactly("GET /api/nodes?ended=true");
    }
  }
}
