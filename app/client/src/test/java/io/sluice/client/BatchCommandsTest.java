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
class BatchCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.batches.add(1, "first of may", "listing");
    node.batches.add(2, "files-2", "paused");
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
  void batches_are_listed_in_lines_names_or_json() throws IOException {
    assertThat(lines(run("batch", "list")))
        .containsExactly(
            "id batch kind state done listed stored duplicates failed items/s created",
            "2 files-2 files paused 51% 2,000 1,000 30 4 12 2026-01-01T00:00:00Z",
            "1 first of may files listing 51% 2,000 1,000 30 4 12 2026-01-01T00:00:00Z");
    assertThat(lines(run("batch", "list", "--names", "--state=paused"))).containsExactly("files-2");
    assertThat(JSON.readTree(run("batch", "list", "--json").out()).get(0))
        .hasToString(node.batches.batches.get("files-2").toString());
    node.batches.batches.clear();
    assertThat(run("batch", "list").out()).contains("sluice submit files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"first of may", "1"})
  void all_about_a_batch_is_shown_by_its_name_or_number(String name) {
    assertThat(lines(run("batch", "show", name)))
        .contains(
            "first of may files",
            " from /pictures",
            " listed 2,000 so far",
            " progress 51%, more than 1 min 19 s left",
            " passed over 2 symbolic link",
            " missed nothing",
            " rate 12 items/s, 1.0 MB/s");
  }

  @ParameterizedTest
  @CsvSource({"pause, paused", "resume, running", "cancel, cancelled"})
  void each_named_batch_is_steered_and_one_that_is_not_there_is_told(String what, String state) {
    var program = run("batch", what, "1", "nobody", "files-2");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).isEqualTo("first of may: %1$s\nfiles-2: %1$s\n".formatted(state));
    assertThat(program.err()).isEqualTo("sluice: there is no batch nobody\n");
    assertThat(node.requests).contains("POST /api/batches/files-2/" + what);
  }

  @Test
  void a_batch_is_removed_and_purged_only_by_who_says_so() {
    assertThat(run("batch", "remove", "1", "nobody").out()).isEqualTo("first of may: is removed\n");
    assertThat(run("batch", "remove", "files-2", "--purge").exitCode()).isEqualTo(2);
    assertThat(node.requests).noneMatch(request -> request.contains("purge"));
    assertThat(run("batch", "remove", "files-2", "--purge", "--yes").out())
        .isEqualTo("files-2: is removed, with all it has\n");
    assertThat(node.requests).contains("DELETE /api/batches/1", "DELETE /api/batches/2?purge=true");
  }

  @Test
  void what_failed_is_tried_again_by_state_and_reason() {
    assertThat(run("batch", "retry", "1").out())
        .isEqualTo("first of may: running, 2,501 items are tried again\n");
    run("batch", "retry", "1", "--reason", "no permission", "--state=dead");
    assertThat(node.requests)
        .contains(
            "POST /api/batches/1/retry",
            "POST /api/batches/1/retry?reason=no%20permission&state=dead");
  }

  @Test
  void failures_are_counted_and_those_of_a_reason_listed_from_all_pages() throws IOException {
    assertThat(lines(run("batch", "failures", "1")))
        .containsExactly("batch items reason", "1 2,500 missing", "1 1 unreadable");
    assertThat(lines(run("batch", "failures", "1", "--reason=missing")))
        .hasSize(4)
        .endsWith("1 3 failed file:///pictures/3 store: gone\uFFFD[2J");
    assertThat(node.requests)
        .contains("GET /api/batches/1/items?reason=missing&limit=1000&after=3");
    assertThat(JSON.readTree(run("batch", "failures", "1", "--reason=missing", "--json").out()))
        .hasSize(3);
  }

  @Test
  void a_watched_batch_is_told_of_until_its_end() {
    var program = run("batch", "watch", "1");
    assertThat(lines(program))
        .containsExactly(
            "first of may [##########----------] 1,034 of 2,000 listed so far, 30 duplicates,"
                + " 4 failed, 12.3 MB, 12/s, listing, more than 1 min 19 s left",
            "first of may [##########----------] 1,034 of 2,000, 30 duplicates, 4 failed,"
                + " 12.3 MB, 12/s, running, 1 min 19 s left",
            "first of may [##########----------] 1,034 of 2,000, 30 duplicates, 4 failed,"
                + " 12.3 MB, 12/s, completed");
    assertThat(program.exitCode()).as("some have failed").isEqualTo(1);
  }

  @Test
  void a_watched_batch_without_failures_ends_well() {
    node.batches.batches.get("first of may").putObject("counters").put("listed", 1).put("done", 1);
    assertThat(run("batch", "watch", "1", "--json").exitCode()).isZero();
    node.batches.add(3, "stopped", "cancelled");
    assertThat(run("batch", "watch", "1", "3").exitCode()).isEqualTo(1);
  }

  @Test
  void a_batch_that_missed_something_is_not_called_whole() throws IOException {
    var batch = node.batches.batches.get("first of may").put("state", "completed").put("missed", 2);
    batch.put("allListed", true).putNull("secondsLeft");
    batch.putObject("counters").put("listed", 7).put("done", 7);
    var words = "2 directories could not be read: what is below them is missing";

    var watched = run("batch", "watch", "1");

    assertThat(watched.exitCode()).isEqualTo(1);
    assertThat(watched.out()).endsWith("completed, but " + words + "\n");
    var json = run("batch", "watch", "1", "--json");
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(JSON.readTree(json.out()).get("missed").asLong()).isEqualTo(2);
    assertThat(lines(run("batch", "show", "1")))
        .contains(" missed " + words, " listed 7, all that could be read");
    assertThat(lines(run("batch", "list"))).endsWith("first of may: " + words);
  }
}
