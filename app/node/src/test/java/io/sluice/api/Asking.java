package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import io.sluice.persistence.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Asks the shared node, and holds every answer against the description. */
final class Asking {
  static final Contract CONTRACT = Contract.load();
  static final String JSON_TYPE = "Content-Type: application/json";

  /** The lock of those who send files, or look whether any are on their way. */
  static final String UPLOADS = "uploads";

  static final String BYTES_TYPE = "Content-Type: application/octet-stream";
  private static long example;

  private Asking() {}

  static Answer ask(String method, String target, byte[] body, String... headers) {
    var answer = Wire.ask(ApiNode.uri(), method, target, List.of(headers), body);
    var sent = body == null ? "" : new String(body, StandardCharsets.ISO_8859_1);
    assertThat(CONTRACT.breach(method, target, sent, answer)).isEmpty();
    return answer;
  }

  static JsonNode get(String target) {
    var answer = ask("GET", target, null);
    assertThat(answer.status()).as(target + " " + answer.text()).isEqualTo(200);
    return tree(answer);
  }

  static Answer post(String target, String json) {
    return ask("POST", target, json.getBytes(StandardCharsets.UTF_8), JSON_TYPE);
  }

  static JsonNode tree(Answer answer) {
    try {
      return Contract.JSON.readTree(answer.body());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String problem(Answer answer) {
    return tree(answer).path("type").asText().replace("urn:sluice:problem:", "");
  }

  static Answer put(String target, byte[] body) {
    return ask("PUT", target, body, BYTES_TYPE);
  }

  /** Has a source collected to its end; gives the channel's id. */
  static long collected(String source) {
    var json = Contract.JSON.createObjectNode().put("source", source).toString();
    var answer = post("/api/channels", json);
    assertThat(answer.status()).as(answer.text()).isBetween(200, 201);
    long id = tree(answer).at("/channels/0/id").asLong();
    await(() -> state(id).equals("completed"));
    return id;
  }

  /** Empty while there is no such channel: a row is a moment behind its channel. */
  static String state(long id) {
    return tree(ask("GET", "/api/channels/" + id, null)).at("/channel/state").asText();
  }

  /** The example, which all tests may read and none may change. */
  static synchronized long example() {
    if (example == 0) {
      example = collected(ApiNode.export("Harbour News", 1115428785).toString());
    }
    return example;
  }

  static void await(BooleanSupplier condition) {
    Waiting.until(condition);
  }

  static List<String> column(String sql) {
    return TestDatabase.query(ApiNode.database(), sql).stream().map(row -> row.get(0)).toList();
  }

  static long count(String sql) {
    return TestDatabase.count(ApiNode.database(), sql);
  }

  /** All items of a list, page by page; the target already has a question mark. */
  static List<JsonNode> pages(String target, String field) {
    var all = new ArrayList<JsonNode>();
    var next = "";
    do {
      var page = get(target + (next.isEmpty() ? "" : "&after=" + next));
      page.get(field).forEach(all::add);
      next = page.get("next").isNull() ? "" : page.get("next").asText();
    } while (!next.isEmpty());
    return all;
  }
}
