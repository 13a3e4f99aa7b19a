package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.terminal.Captured;
import io.sluice.terminal.Steering;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Isolated("it looks at what the process prints")
class SweepCommandTest {
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
  void a_sweep_is_asked_for_and_followed_to_its_end() {
    var program = run("sweep", "--age=10m");
    assertThat(program.exitCode()).isZero();
    assertThat(program.out())
        .isEqualTo(
            "102,311 files looked at, 12 removed of which no row tells (0.3 MB), 2 drafts of runs"
                + " that are over\n");
    assertThat(node.requests)
        .startsWith("POST /api/sweep?leastAgeSeconds=600", "GET /api/sweep", "GET /api/sweep");
  }

  @Test
  void what_is_in_its_way_is_said_once() {
    node.inTheWay = "IMAGE_DIR is away";
    var program = run("sweep");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).isEqualTo("sluice: IMAGE_DIR is away\n");
    assertThat(node.requests).startsWith("POST /api/sweep?leastAgeSeconds=3600");
  }

  @Test
  void what_is_in_its_way_steers_no_terminal() {
    node.inTheWay = "IMAGE_DIR" + Steering.FILE;
    var program = run("sweep");
    Steering.assertTamed(program.err());
  }

  @ParameterizedTest
  @ValueSource(strings = {"soon", "0s", "721h", "10", ""})
  void no_other_age_is_taken(String age) {
    var program = run("sweep", "--age=" + age);
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err()).contains("--age must be 1s to 720h");
    assertThat(node.requests).isEmpty();
  }
}
