package io.sluice.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.terminal.Captured;
import io.sluice.terminal.LineWriter;
import io.sluice.terminal.Steering;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that speaks in escapes and line breaks steers no terminal, whatever it is asked. */
@Timeout(180)
@Isolated("it looks at what the process prints")
class PrintedAnswersTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Fields by which a command finds its way. */
  private static final Set<String> WAYS = Set.of("next", "type", "id");

  private static final Set<String> WAYS_AND_STATES = Set.of("next", "type", "id", "state");
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    node.spoken = Steering.everywhereBut(WAYS_AND_STATES);
    for (var state : List.of("collecting", "failed", "following")) {
      long id = node.channels.size() + 1;
      node.add(id, "news" + id, state);
      var channel = node.channels.get(id).put("reason", "it is so");
      channel.putObject("lastError").put("message", "broke").put("at", "2026-01-01T00:00:00Z");
      ((ObjectNode) channel.path("source")).put("chat", "a").put("since", "b");
    }
    node.batches.add(1, "files-1", "failed");
    node.batches.batches.get("files-1").put("reason", "it is so").put("lastError", "broke");
    node.nodes.add(StandInNode.node("aa11", "10.0.0.1:2551", "alpha").put("self", true));
    node.nodes.add(StandInNode.node("ab22", "10.0.0.2:2551", "beta").put("state", "down"));
    node.nodes.get(1).put("reason", "it is so");
    node.nodes.add(StandInNode.node("ac33", "10.0.0.3:2551", "gamma").putNull("address"));
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "channel list",
        "channel list --names",
        "channel show 1 2",
        "channel failures 1",
        "channel pause 1",
        "channel resume 1",
        "channel retry 1",
        "channel remove 1",
        "channel remove 1 --purge --yes",
        "channel add @durov",
        "batch list",
        "batch list --names",
        "batch show 1",
        "batch failures 1",
        "batch failures 1 --reason missing",
        "batch pause 1",
        "batch resume 1",
        "batch cancel 1",
        "status",
        "nodes --ended",
        "drain aa11 --force",
        "down aa11 --force",
        "down ac33 --force"
      })
  void what_a_node_says_steers_no_terminal(String words) throws IOException {
    var program = run(words.split(" "));
    assertThat(program.exitCode()).as(program.err()).isZero();
    Steering.assertHarmless(program.err());
    Steering.assertTamed(program.out());
    var json = run((words + " --json").split(" "));
    assertThat(json.err()).isEmpty();
    Steering.assertHarmless(json.out());
    assertThat(JSON.readTree(json.out()).isContainerNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"channel list", "channel show 1", "channel retry 1", "nodes --ended"})
  void a_state_steers_no_terminal_either(String words) {
    node.spoken = Steering.everywhereBut(WAYS);
    var program = run(words.split(" "));
    Steering.assertHarmless(program.err());
    Steering.assertTamed(program.out());
  }

  @Test
  void what_a_node_refuses_steers_no_terminal() {
    node.add(9, "news9", "removing");
    node.readsPaths = false;
    for (var words : List.of("channel pause 9", "channel retry 9", "down aa11")) {
      var program = run(words.split(" "));
      assertThat(program.exitCode()).isNotZero();
      Steering.assertTamed(program.err());
    }
    node.token = "x";
    for (var words : List.of("status", "channel list", "nodes", "channel watch")) {
      Steering.assertTamed(run(words.split(" ")).err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--json"})
  void events_steer_no_terminal(String option) throws Exception {
    var words = new ArrayList<>(List.of("channel", "watch", "1", "2", "3", "--url=" + node.url()));
    Arrays.stream(option.split(" ")).filter(word -> !word.isEmpty()).forEach(words::add);
    var watch =
        CompletableFuture.supplyAsync(() -> ClientProgram.run(words.toArray(String[]::new)));
    while (node.answered.stream().noneMatch(line -> line.contains("limit=1000&after=2"))) {
      Thread.sleep(5);
    }
    var status = JSON.readTree(StandInNode.STATUS);
    ((ObjectNode) status).putArray("closedOrigins");
    say("status", JSON.readTree(StandInNode.STATUS));
    say("channel", node.channels.get(1L));
    say("channel", node.channels.get(2L));
    say("removed", JSON.createObjectNode().put("id", 3));
    say("status", status);
    say("channel", node.channels.get(1L).put("state", "completed"));
    var program = watch.get(1, TimeUnit.MINUTES);
    Steering.assertHarmless(program.err());
    Steering.assertTamed(program.out());
    assertThat(program.out().lines()).hasSizeGreaterThanOrEqualTo(7);
  }

  private void say(String event, JsonNode data) throws IOException {
    node.events.add("event: " + event + "\ndata: " + node.said(data) + "\n\n");
  }

  @Test
  void what_is_drawn_on_a_terminal_is_steered_by_nobody_else() throws IOException {
    var written = new StringWriter();
    var watched = new Watched(List.of());
    try (var screen = new WatchScreen(new LineWriter(new PrintWriter(written)), watched, true)) {
      watched.list(node.channels.values().stream().map(node.spoken).toList(), screen);
      watched.take(
          new ServerEvents.Event("status", node.said(JSON.readTree(StandInNode.STATUS))), screen);
      screen.away("it said " + Steering.TEXT);
    }
    var own = "\u001b\\[\\?7[lh]|\u001b\\[\\d+A\r\u001b\\[J";
    Steering.assertTamed(written.toString().replaceAll(own, ""));
    assertThat(written.toString().replaceAll(own, "").lines())
        .allMatch(line -> line.matches("(news|node |t\\.me |stuck: |it said ).*"));
  }

  @Test
  void what_is_typed_or_lies_in_files_steers_no_terminal(@TempDir Path directory)
      throws IOException {
    var odd = Files.createDirectory(directory.resolve("odd" + Steering.FILE.replace("/", "")));
    var typed = List.of("@" + Steering.TEXT, odd.toString(), "/no/such" + Steering.TEXT);
    for (var source : typed) {
      var added = run("channel", "add", source);
      Steering.assertTamed(added.out() + added.err());
      Steering.assertTamed(run("channel", "show", source).err());
      Steering.assertTamed(run("drain", source).err());
    }
    Steering.assertTamed(run("channel", "list", "--state=" + Steering.TEXT).out());
    for (var words :
        List.of(
            List.of("channel", "add", "--since=" + Steering.TEXT, "@durov"),
            List.of("channel", "add", "--interval=" + Steering.TEXT, "@durov"),
            List.of("channel", "--" + Steering.TEXT),
            List.of(Steering.TEXT),
            List.of("status", "--ca=/no/such" + Steering.TEXT))) {
      var program = ClientProgram.run(words.toArray(String[]::new));
      assertThat(program.exitCode()).isEqualTo(2);
      Steering.assertTamed(program.err());
    }
    Steering.assertHarmless(ClientProgram.run("status", "--url=http://x" + Steering.TEXT).err());
  }

  @Test
  void the_names_of_files_that_are_sent_steer_no_terminal(@TempDir Path directory)
      throws IOException {
    var odd = Files.createDirectory(directory.resolve("odd" + Steering.FILE.replace("/", "")));
    Files.writeString(odd.resolve("result.json"), "{}");
    node.readsPaths = false;
    node.refusedFile = "result.json";
    var program = run("channel", "add", odd.toString());
    assertThat(program.exitCode()).isEqualTo(1);
    Steering.assertTamed(program.err());
  }
}
