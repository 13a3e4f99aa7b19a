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
class ConsumerCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.feeds.add(1, "file-events", "running");
    node.feeds.add(2, "of old", "paused");
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

  private static List<String> lines(Captured program) {
    assertThat(program.err()).isEmpty();
    return program.out().lines().map(line -> line.replaceAll(" +", " ")).toList();
  }

  @Test
  void feeds_are_listed_in_a_table_or_as_json() throws IOException {
    var old = node.feeds.feeds.get("of old").putNull("lag").putNull("pending");
    old.put("deadLetters", 1000);
    old.put("lastError", "Redis is away\u001b[2J");
    assertThat(lines(run("consumer", "list")))
        .containsExactly(
            "id feed group state nodes read stored duplicates lag pending dead entries/s",
            "1 file-events sluice running 2 12,345 12,000 340 1,500 20 3 44",
            "2 of old sluice paused 2 12,345 12,000 340 ? ? 1,000 or more 44",
            "of old: Redis is away\uFFFD[2J");
    assertThat(JSON.readTree(run("consumer", "list", "--json").out()).get(1))
        .hasToString(old.toString());
    node.feeds.feeds.clear();
    assertThat(run("consumer", "list").out()).contains("sluice consume redis://");
    assertThat(JSON.readTree(run("consumer", "list", "--json").out())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"of old", "2"})
  void all_about_a_feed_is_shown_by_its_name_or_number(String name) throws IOException {
    node.feeds
        .feeds
        .get("of old")
        .put("lastError", "away")
        .put("lastErrorAt", "2026-01-01T00:00:01Z");
    assertThat(lines(run("consumer", "show", name)))
        .containsExactly(
            "feed of old",
            "id 2",
            "stream redis://feeder@127.0.0.1:6379/of old",
            "group sluice",
            "state paused",
            "nodes 2",
            "read 12,345",
            "stored 12,000",
            "duplicates 340",
            "ghosts 1",
            "lag 1,500",
            "pending 20",
            "oldest 2026-01-01T00:00:00Z",
            "dead letters 3",
            "entries/s 44",
            "created 2026-01-01T00:00:00Z",
            "last error 2026-01-01T00:00:01Z away");
    assertThat(JSON.readTree(run("consumer", "show", name, "--json").out()).get(0))
        .hasToString(node.feeds.feeds.get("of old").toString());
  }

  @ParameterizedTest
  @CsvSource({"pause, paused", "resume, running"})
  void each_named_feed_is_steered_and_one_that_is_not_there_is_told(String what, String state)
      throws IOException {
    var program = run("consumer", what, "1", "nobody", "of old");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).isEqualTo("file-events: %1$s\nof old: %1$s\n".formatted(state));
    assertThat(program.err()).isEqualTo("sluice: there is no feed nobody\n");
    assertThat(node.requests).contains("POST /api/feeds/of%20old/" + what);
    assertThat(JSON.readTree(run("consumer", what, "1", "--json").out()).at("/0/state").asText())
        .isEqualTo(state);
  }

  @Test
  void a_feed_is_removed() {
    var program = run("consumer", "remove", "1", "nobody", "of old");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).isEqualTo("1: removed\nof old: removed\n");
    assertThat(program.err()).isEqualTo("sluice: there is no feed nobody\n");
    assertThat(node.requests).contains("DELETE /api/feeds/1", "DELETE /api/feeds/of%20old");
  }

  @Test
  void dead_letters_are_listed_from_all_pages() throws IOException {
    assertThat(lines(run("consumer", "failures", "1")))
        .containsExactly(
            "entry died reason detail",
            "1700000000001-0 2026-01-01T00:00:00Z no event it has no filename\uFFFD[2J",
            "1700000000002-0 2026-01-01T00:00:00Z no event it has no filename\uFFFD[2J is tried again",
            "1700000000003-0 2026-01-01T00:00:00Z no event it has no filename\uFFFD[2J");
    assertThat(node.requests).contains("GET /api/feeds/1/dead-letters?limit=1000&after=3");
    var json = JSON.readTree(run("consumer", "failures", "1", "--json").out());
    assertThat(json).hasSize(3);
    assertThat(json.at("/0/fields/colour").asText()).isEqualTo("blue");
  }

  @Test
  void dead_letters_are_tried_again_all_or_one() throws IOException {
    assertThat(run("consumer", "retry", "1").out())
        .isEqualTo("file-events: 1,203 dead letters are tried again\n");
    assertThat(run("consumer", "retry", "1", "--entry", "17-0").out())
        .isEqualTo("file-events: 1 dead letters are tried again\n");
    assertThat(node.requests)
        .contains(
            "POST /api/feeds/1/dead-letters/retry",
            "POST /api/feeds/1/dead-letters/retry?entry=17-0");
    assertThat(
            JSON.readTree(run("consumer", "retry", "1", "--json").out()).at("/0/letters").asInt())
        .isEqualTo(1203);
  }

  @Test
  void what_to_do_must_be_said() {
    var program = ClientProgram.run("consumer");
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.err()).contains("what to do is missing: ").contains("failures");
  }
}
