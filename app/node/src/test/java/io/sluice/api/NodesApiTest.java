package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The nodes of a cluster of one, with the rows of others that are not there. */
@ExtendWith(ApiNode.class)
@ResourceLock(NodeRows.LOCK)
class NodesApiTest {
  @AfterEach
  void removeRows() {
    NodeRows.remove();
  }

  private static JsonNode node(String target, String id) {
    return StreamSupport.stream(get(target).get("nodes").spliterator(), false)
        .filter(node -> node.get("id").asText().equals(id))
        .findFirst()
        .orElse(null);
  }

  private static String self() {
    return get("/api/status").at("/node/id").asText();
  }

  private static Answer post(String id, String what) {
    return ask("POST", "/api/nodes/%s/%s".formatted(id, what), null);
  }

  private static void assertRefused(Answer answer, int status, String type, String remedy) {
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    assertThat(Asking.problem(answer)).isEqualTo(type);
    assertThat(tree(answer).get("remedy").asText()).contains(remedy);
  }

  @Test
  void the_node_that_answers_is_in_the_list_with_all_that_is_known_of_it() {
    Asking.example();
    Asking.await(() -> node("/api/nodes", self()).hasNonNull("shards"));
    var node = node("/api/nodes", self());
    assertThat(node.get("state").asText()).isEqualTo("up");
    assertThat(node.get("member").asText()).isEqualTo("up");
    for (var flag : new String[] {"reachable", "self", "oldest", "leader"}) {
      assertThat(node.get(flag).asBoolean()).as(flag).isTrue();
    }
    assertThat(node.get("address").asText()).matches("127\\.0\\.0\\.1:\\d+");
    assertThat(node.get("roles")).isEmpty();
    assertThat(node.get("process").asLong()).isEqualTo(ProcessHandle.current().pid());
    assertThat(node.get("places").asInt()).isEqualTo(2);
    assertThat(node.get("shards").asInt()).isPositive();
    assertThat(node.get("channels").asInt()).isNotNegative();
    assertThat(node.get("heapBytes").asLong()).isPositive();
    assertThat(node.get("reason").isNull()).isTrue();
  }

  @Test
  void a_row_without_a_member_tells_what_its_node_last_said() {
    var node = node("/api/nodes", NodeRows.silent());
    assertThat(node.get("member").isNull()).isTrue();
    assertThat(node.get("reachable").isNull()).isTrue();
    assertThat(node.get("shards").isNull()).isTrue();
    assertThat(node.get("self").asBoolean()).isFalse();
    assertThat(node.get("running").asInt()).isEqualTo(2);
    assertThat(node.get("waitingChannels").toString()).isEqualTo("[8]");
    assertThat(node.get("chunkPlaces").asInt()).isEqualTo(4);
    assertThat(node.get("runningChunks").asInt()).isEqualTo(2);
    assertThat(node.get("waitingChunks").asInt()).isEqualTo(1);
    assertThat(node.get("lastSeenSeconds").asDouble()).isBetween(3600.0, 3700.0);
    assertThat(node.get("uptimeSeconds").asDouble()).isBetween(7200.0, 7300.0);
  }

  @Test
  void those_that_have_ended_are_listed_only_if_asked_for() {
    var id = NodeRows.down("was not heard of");
    assertThat(node("/api/nodes", id)).isNull();
    assertThat(node("/api/nodes?ended=false", id)).isNull();
    assertThat(node("/api/nodes?ended=true", id).get("reason").asText())
        .isEqualTo("was not heard of");
  }

  @Test
  void the_status_counts_nodes_by_state() {
    NodeRows.joining();
    NodeRows.down("counts no more");
    assertThat(get("/api/status").get("nodes").toString()).isEqualTo("{\"joining\":1,\"up\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drain", "down", "drain?force=true", "down?force=true"})
  void an_unknown_node_is_not_found(String what) {
    assertRefused(
        post(UUID.randomUUID().toString(), what),
        404,
        "no-such-node",
        "sluice nodes, or GET /api/nodes, lists them");
  }

  @ParameterizedTest
  @CsvSource({"1/drain", "00000000-0000-0000-0000-00000000000G/down", "x/down?force=true"})
  void an_id_of_another_form_is_refused(String path) {
    var answer = ask("POST", "/api/nodes/" + path, null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(Asking.problem(answer)).isEqualTo("wrong-parameter");
  }

  @Test
  void the_only_node_that_is_up_is_not_drained_unless_forced() {
    NodeRows.silent();
    assertRefused(post(self(), "drain"), 409, "last-node", "?force=true");
  }

  @Test
  void a_node_that_cannot_hand_its_work_over_is_not_drained() {
    assertRefused(post(NodeRows.joining(), "drain"), 409, "node-not-up", "sluice nodes");
    assertRefused(post(NodeRows.silent(), "drain"), 409, "node-not-up", "sluice nodes");
    assertRefused(
        post(NodeRows.down("gone"), "drain?force=true"), 409, "node-not-up", "sluice nodes");
  }

  @Test
  void a_node_does_not_take_itself_out() {
    assertRefused(post(self(), "down?force=true"), 409, "own-node", "Drain it");
  }

  @Test
  void a_node_that_is_heard_of_is_taken_out_only_if_forced() {
    var id = NodeRows.fresh();
    assertRefused(post(id, "down"), 409, "node-heard-of", "?force=true");
    assertThat(node("/api/nodes", id).get("state").asText()).isEqualTo("up");
    assertThat(post(id, "down?force=true").status()).isEqualTo(200);
    assertThat(node("/api/nodes", id)).isNull();
  }

  @Test
  void a_silent_node_is_taken_out_and_its_row_says_by_whom() {
    var id = NodeRows.silent();
    var answer = tree(post(id, "down"));
    assertThat(answer.get("state").asText()).isEqualTo("down");
    var address = node("/api/nodes", self()).get("address").asText();
    assertThat(answer.get("reason").asText())
        .isEqualTo("an operator took it out, through " + address);
    assertRefused(post(id, "down"), 409, "node-ended", "sluice nodes");
  }
}
