package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.terminal.Captured;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

@Timeout(180)
@Isolated("it looks at what the process prints")
class WatchTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.add(1, "news1", "collecting");
    node.add(2, "news2", "collecting");
    node.add(3, "news3", "collecting");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private CompletableFuture<Captured> watch(String... words) {
    var all = new ArrayList<>(List.of("channel", "watch", "--url=" + node.url()));
    all.addAll(List.of(words));
    return CompletableFuture.supplyAsync(() -> ClientProgram.run(all.toArray(String[]::new)));
  }

  private void awaitList() throws InterruptedException {
    while (!node.answered.contains("GET /api/channels?limit=1000&after=2")) {
      Thread.sleep(5);
    }
  }

  @Test
  void it_ends_with_0_when_all_that_were_named_are_completed() throws Exception {
    var watch = watch("news1", "@news2");
    awaitList();
    node.events.add(
        "event: status\ndata: " + StandInNode.STATUS.replace("\n", "\ndata: ") + "\n\n");
    node.changes(1, "completed");
    node.changes(3, "completed");
    node.events.add(": a comment\n\nevent: of-a-newer-node\ndata: {}\n\n");
    node.changes(2, "following");
    assertThat(watch).isNotDone();
    node.changes(2, "completed");
    var program = watch.get(1, TimeUnit.MINUTES);
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    assertThat(program.out().lines().map(line -> line.replaceFirst(" .*, ", ": ")))
        .containsExactly(
            "news1: collecting",
            "news2: collecting",
            "t.me (pages): closed for another 3 min 5 s: answered 429",
            "news1: completed",
            "news2: following",
            "news2: completed");
  }

  @Test
  void it_ends_with_1_when_one_that_was_named_failed_or_was_removed() throws Exception {
    var watch = watch("news1", "news2");
    awaitList();
    node.channels.get(1L).put("reason", "banned");
    node.changes(1, "failed");
    node.events.add("event: removed\ndata: {\"id\": 2}\n\n");
    var program = watch.get(1, TimeUnit.MINUTES);
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).contains("FAILED: banned", "news2: removed");
  }

  @Test
  void what_is_done_already_is_not_waited_for() throws Exception {
    node.add(1, "news1", "completed");
    assertThat(watch("news1").get(1, TimeUnit.MINUTES).exitCode()).isZero();
  }

  @Test
  void it_connects_again_when_the_node_goes_away_and_misses_nothing() throws Exception {
    var watch = watch("news1", "news2", "--json");
    awaitList();
    node.changes(1, "completed");
    node.events.add(StandInNode.END);
    node.channels.get(2L).put("state", "completed");
    node.restart(4000);
    var program = watch.get(1, TimeUnit.MINUTES);
    assertThat(program.exitCode()).isZero();
    assertThat(program.err())
        .startsWith("sluice: ")
        .contains("; trying again\nsluice: the node answers again\n");
    var states = new ArrayList<String>();
    for (var line : program.out().split("\n")) {
      var json = JSON.readTree(line);
      states.add(json.path("name").asText() + " " + json.path("state").asText());
    }
    assertThat(states)
        .containsExactly(
            "news1 collecting", "news2 collecting", "news1 completed", "news2 completed");
  }

  @Test
  void a_node_that_never_answered_is_not_waited_for() throws Exception {
    node.close();
    var program = watch().get(1, TimeUnit.MINUTES);
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).startsWith("sluice: no node answers at ");
  }

  @Test
  void a_terminal_shows_who_is_at_work_in_lines_that_are_drawn_anew() throws IOException {
    var written = new StringWriter();
    var watched = new Watched(List.of());
    try (var screen = new WatchScreen(new PrintWriter(written), watched, false)) {
      var channels = new ArrayList<JsonNode>();
      for (int id = 1; id <= 30; id++) {
        channels.add(StandInNode.channel(id, "news" + id, id > 25 ? "completed" : "collecting"));
        ((ObjectNode) channels.get(id - 1).path("rate")).put("messagesPerSecond", 0);
      }
      watched.list(channels, screen);
      written.getBuffer().setLength(0);
      watched.take(new ServerEvents.Event("status", StandInNode.STATUS), screen);
    }
    var drawings = written.toString().split("\033\\[\\?7h");
    assertThat(drawings[0])
        .contains("\033[1A", "news1 ", "news20 ", "and 5 more at work", "node collector: 44")
        .doesNotContain("news21 ", "news26 ");
    assertThat(drawings[1]).startsWith("\033[24A\r\033[J");
  }
}
