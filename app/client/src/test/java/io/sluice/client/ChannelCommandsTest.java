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
class ChannelCommandsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private StandInNode node;

  @BeforeEach
  void start() throws IOException {
    node = new StandInNode();
    for (int id = 1; id <= 5; id++) {
      node.add(id, "news" + id, "collecting");
    }
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private Captured run(String... words) {
    var all = new ArrayList<>(List.of(words));
    all.add("--url=" + node.url() + "/");
    return ClientProgram.run(all.toArray(String[]::new));
  }

  @Test
  void all_pages_are_listed() {
    var program = run("channel", "list");
    assertThat(program.err()).isEmpty();
    assertThat(program.exitCode()).isZero();
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .startsWith(
            "id channel state done messages photos failed msg/s title",
            "1 news1 collecting 52% 1,234 5 0 12 news1")
        .hasSize(6);
  }

  @Test
  void a_list_in_json_is_one_array_of_what_the_node_answered() throws IOException {
    var list = JSON.readTree(run("channel", "list", "--json").out());
    assertThat(list).hasSize(5);
    assertThat(list.get(4)).hasToString(node.channels.get(5L).toString());
  }

  @Test
  void an_empty_list_is_an_empty_array_or_says_what_to_do() throws IOException {
    node.channels.clear();
    assertThat(JSON.readTree(run("channel", "list", "--json").out())).isEmpty();
    assertThat(run("channel", "list").out()).contains("sluice channel add @name");
  }

  @Test
  void signs_that_steer_a_terminal_do_not_reach_it() throws IOException {
    node.channels.get(1L).put("title", "a\u001b[2Jb\u009b1mc\u202ed\nnews").put("reason", "\u0007");
    var table = run("channel", "list").out();
    assertThat(table).contains("a\uFFFD[2Jb\uFFFD1mc\uFFFDd news\n");
    var json = run("channel", "list", "--json").out();
    assertThat(json).doesNotContain("\u001b", "\u009b", "\u202e");
    assertThat(JSON.readTree(json).get(0)).hasToString(node.channels.get(1L).toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"news3", "@news3", "t.me/news3", "3"})
  void a_channel_is_known_by_its_name_link_and_id(String name) {
    var program = run("channel", "pause", name);
    assertThat(program.err()).isEmpty();
    assertThat(program.out()).isEqualTo("news3: paused\n");
    assertThat(node.requests).contains("POST /api/channels/3/pause");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "77"})
  void an_unknown_channel_is_named_with_a_remedy_and_the_others_are_done(String name) {
    var program = run("channel", "resume", "news1", name, "news2");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.out()).isEqualTo("news1: waiting\nnews2: waiting\n");
    assertThat(program.err())
        .isEqualTo(
            "sluice: there is no channel %s; sluice channel list tells which there are\n"
                .formatted(name));
  }

  @Test
  void what_the_node_refuses_is_told_and_the_others_are_done() throws IOException {
    node.add(2, "news2", "removing");
    var program = run("channel", "pause", "--json", "news1", "news2", "news3");
    assertThat(program.exitCode()).isEqualTo(1);
    assertThat(program.err()).isEqualTo("sluice: 2 is being removed\n");
    assertThat(JSON.readTree(program.out()).findValuesAsText("name"))
        .containsExactly("news1", "news3");
  }

  @Test
  void show_tells_how_complete_a_channel_is() {
    var program = run("channel", "show", "news1");
    assertThat(program.err()).isEmpty();
    assertThat(program.out())
        .contains(
            "telegram:news1",
            "incomplete: 97 messages up to id 98 of 99, 7 of 9 photos (2 missing); not read yet:"
                + " ids 1 to 3");
  }

  @Test
  void failures_of_all_pages_are_a_table() {
    var program = run("channel", "failures", "news1", "--reason", "truncated");
    assertThat(program.err()).isEmpty();
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .hasSize(4)
        .endsWith("news1 3 truncated process 1 ends early\uFFFD[2J");
    assertThat(node.requests)
        .contains("GET /api/channels/1/failures?reason=truncated&limit=1000&after=3");
  }

  @Test
  void retry_tells_how_many_and_passes_the_reason_on() {
    assertThat(run("channel", "retry", "news1", "--reason=missing").out())
        .isEqualTo("news1: collecting, 3 photos are tried again\n");
    assertThat(node.requests).contains("POST /api/channels/1/retry?reason=missing");
  }

  @Test
  void a_purge_without_a_terminal_needs_a_yes() {
    var refused = run("channel", "remove", "--purge", "news1");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--purge needs --yes");
    assertThat(node.requests).isEmpty();
    assertThat(run("channel", "remove", "--purge", "--yes", "news1").exitCode()).isZero();
    assertThat(node.requests).contains("DELETE /api/channels/1?purge=true");
  }

  @Test
  void add_leaves_it_to_the_node_what_an_address_is_of() {
    assertThat(run("channel", "add", "https://example.org/feed.xml").exitCode()).isZero();
    assertThat(node.added)
        .singleElement()
        .satisfies(
            request ->
                assertThat(request.path("source").asText())
                    .isEqualTo("https://example.org/feed.xml"));
  }

  @Test
  void add_passes_on_what_was_typed_and_leaves_out_what_was_not() throws IOException {
    run("channel", "add", "@durov");
    run(
        "channel",
        "add",
        "t.me/durov",
        "--since=2025-01-31T12:00:00Z",
        "--limit=5",
        "--no-follow",
        "--interval=5m",
        "--chat=A",
        "--chat=B");
    assertThat(node.added)
        .containsExactly(
            JSON.readTree("{\"source\":\"@durov\"}"),
            JSON.readTree(
                """
                {"source":"t.me/durov","chats":["A","B"],"since":"2025-01-31T12:00:00Z","limit":5,
                 "follow":false,"interval":"5m"}"""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "channel | what to do is missing: ",
        "channel add | SOURCE",
        "channel add --limit=-1 @durov | --limit must be 0 or more, was -1",
        "channel add --follow --limit=5 @durov | --follow goes on without end",
        "channel add --interval=soon @durov | --interval must be 1s to 720h, such as 90s, 5m or 1h, was soon",
        "channel add --interval=999999h @durov | --interval must be 1s to 720h",
        "channel add --since=2025-13-01 @durov | --since must be like 2025-01-31",
        "channel add --since=tomorrow @durov | --since must be like 2025-01-31",
        "channel pause | NAME",
        "channel dance | there is no command dance in sluice channel, only add, ",
        "status --url=ftp://here | API_URL (--url) must be like http://127.0.0.1:8080",
        "status --url=http://ann:s3cret@here | API_URL (--url) must be like",
        "status --token=s3cret\u00e9 | API_TOKEN (--token) must be",
        "status --ca=/no/such/file | API_CA (--ca) must be a file"
      })
  void wrong_usage_has_exit_code_2_and_one_line_that_says_why(String words, String complaint) {
    var program = ClientProgram.run(words.split(" "));
    assertThat(program.exitCode()).isEqualTo(2);
    assertThat(program.out()).isEmpty();
    assertThat(program.err().lines()).hasSize(2);
    assertThat(program.err())
        .startsWith("sluice: ")
        .contains(complaint)
        .contains("Try: sluice ")
        .doesNotContain("s3cret");
  }

  @Test
  void status_tells_of_the_node_its_channels_and_what_is_stuck() {
    var program = run("status");
    assertThat(program.err()).isEmpty();
    assertThat(program.out().lines().map(line -> line.replaceAll(" +", " ")))
        .contains(
            "node collector, process 4711",
            "up 1 d 2 h",
            "heap 100 of 512 MiB, 2 MiB of photos in work",
            "database 2 of 20 connections",
            "places 3 of 4",
            "channels 3 collecting, 1 failed",
            "rate 44 messages/s, 2.3 photos/s",
            "bottleneck database: 3.8 of 4.0 runs wait; CONSUMER_BATCH_SIZE=100: up to twice as many",
            "closed t.me (pages): closed for another 3 min 5 s: answered 429",
            "stuck 77 of durov has been in stage fetch for 1 h 2 min, on collector");
  }
}
