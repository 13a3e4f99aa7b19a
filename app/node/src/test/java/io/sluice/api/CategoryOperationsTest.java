package io.sluice.api;

import static io.sluice.api.Asking.JSON_TYPE;
import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiNode.class)
class CategoryOperationsTest {
  private static final String HASH = "ab".repeat(32);

  private static Answer put(String name, String body) {
    return ask("PUT", "/api/categories/" + name, body.getBytes(StandardCharsets.UTF_8), JSON_TYPE);
  }

  @Test
  void a_category_is_added_described_and_forgotten() {
    assertThat(tree(put("Mietvertr%C3%A4ge", "{\"description\":\"\"}")).path("name").asText())
        .isEqualTo("Mietvertr\u00e4ge");
    var described = tree(put("Mietvertr%C3%A4ge", "{\"description\":\"leases\"}"));
    assertThat(described.path("description").asText()).isEqualTo("leases");
    assertThat(described.path("examples").asLong()).isZero();
    assertThat(tree(ask("GET", "/api/categories", null)).findValuesAsText("name"))
        .contains("Mietvertr\u00e4ge");
    assertThat(ask("DELETE", "/api/categories/Mietvertr%C3%A4ge", null).status()).isEqualTo(204);
    var again = ask("DELETE", "/api/categories/Mietvertr%C3%A4ge", null);
    assertThat(problem(again)).isEqualTo("no-such-category");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"other", "OTHER", "..a", ".hidden", "a%2Fb", "a%00b", "a%20", "a%E2%80%AEb"})
  void a_name_must_be_one_of_a_folder(String name) {
    assertThat(put(name, "{\"description\":\"\"}").status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"hashes\":[\"xyz\"]}", "{\"hashes\":[null]}", "{\"hashes\":7}"})
  void examples_are_named_by_their_content(String body) {
    assertThat(post("/api/categories/made-by-mistake/examples", body).status()).isEqualTo(400);
    assertThat(tree(ask("GET", "/api/categories", null)).findValuesAsText("name"))
        .doesNotContain("made-by-mistake");
  }

  @Test
  void documents_that_are_not_known_are_not_learned() {
    var learned = post("/api/categories/unread/examples", "{\"hashes\":[\"" + HASH + "\"]}");
    assertThat(tree(learned).path("learned").asInt()).isZero();
    ask("DELETE", "/api/categories/unread", null);
  }
}
