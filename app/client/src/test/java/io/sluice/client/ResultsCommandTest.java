package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.terminal.Captured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

@Isolated("it looks at what the process prints")
class ResultsCommandTest {
  private static final String CSV = "number,state\r\n1,done\r\n2,\"a\u001b[2J\"\r\n";

  @TempDir private Path directory;
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
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

  @Test
  void another_program_gets_what_the_node_sends() {
    assertThat(run("results", "first of may").out()).isEqualTo(CSV);
    assertThat(run("results", "1", "--format=jsonl").out()).isEqualTo("{\"number\":1}\n");
    assertThat(run("results", "1", "--json").out()).isEqualTo("{\"number\":1}\n");
    assertThat(node.requests).contains("GET /api/batches/first%20of%20may/results?format=csv");
    assertThat(run("results", "1", "--format=xml").exitCode()).isEqualTo(2);
  }

  @Test
  void formulas_are_escaped_in_csv_alone() {
    assertThat(run("results", "1", "--escape-formulas").exitCode()).isZero();
    assertThat(node.requests)
        .containsExactly("GET /api/batches/1/results?format=csv&formulas=escape");
    var wrong = run("results", "1", "--json", "--escape-formulas");
    assertThat(wrong.exitCode()).isEqualTo(2);
    assertThat(wrong.err()).contains("--escape-formulas is for csv");
  }

  @Test
  void a_file_is_there_when_all_of_it_is() throws IOException {
    var file = directory.resolve("results.csv");
    var broken = run("results", "1", "--state=failed,dead", "--out=" + file);
    assertThat(broken.exitCode()).isEqualTo(1);
    assertThat(broken.err()).contains("the connection to " + node.url() + " broke");
    assertThat(directory).isEmptyDirectory();
    assertThat(node.requests).contains("GET /api/batches/1/results?format=csv&state=failed%2Cdead");
    assertThat(run("results", "1", "--out=" + file).exitCode()).isZero();
    assertThat(file).hasContent(CSV);
    assertThat(directory).isDirectoryNotContaining(path -> path.toString().endsWith(".part"));
    assertThat(Files.size(file)).isEqualTo(CSV.length());
  }
}
