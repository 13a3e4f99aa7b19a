package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiNode.class)
class MessageOperationsTest {
  private static String path(int rows) {
    return "/api/batches/" + BatchRows.websites(rows) + "/messages";
  }

  private static long changed(String path, String body) {
    var answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(tree(answer).path("goesOn").asBoolean()).isFalse();
    return tree(answer).path("changed").asLong();
  }

  private static List<String> statuses(String path) {
    return get(path).path("messages").findValuesAsText("status");
  }

  private static JsonNode line(String path, int line) {
    return get(path).path("messages").get(line - 2);
  }

  @Test
  void messages_are_counted_and_listed_page_by_page() {
    var path = path(5);
    var first = get(path + "?limit=2");
    assertThat(first.path("counts").toString())
        .isEqualTo(
            "[{\"status\":\"generated\",\"reason\":null,\"messages\":4},"
                + "{\"status\":\"needs_review\",\"reason\":\"placeholder\",\"messages\":1}]");
    assertThat(first.path("messages").findValuesAsText("line")).containsExactly("2", "3");
    var second = get(path + "?limit=2&after=" + first.path("next").asText());
    assertThat(second.path("messages").findValuesAsText("line")).containsExactly("4", "5");
    assertThat(second.path("counts")).isEmpty();
    var review = get(path + "?status=needs_review&reason=placeholder").path("messages");
    assertThat(review.findValuesAsText("line")).containsExactly("6");
    assertThat(get(path + "?reason=thin").path("messages")).isEmpty();
    var one = get(path + "?line=4");
    assertThat(one.path("messages").findValuesAsText("line")).containsExactly("4");
    assertThat(one.path("counts")).isEmpty();
  }

  @Test
  void those_to_be_looked_at_are_approved_only_where_they_are_named() {
    var path = path(3);
    assertThat(changed(path, "{\"action\":\"approve\",\"all\":true}")).isEqualTo(2);
    assertThat(statuses(path)).containsExactly("approved", "approved", "needs_review");
    assertThat(changed(path, "{\"action\":\"reject\",\"lines\":[2]}")).isOne();
    assertThat(changed(path, "{\"action\":\"approve\",\"reason\":\"placeholder\"}")).isOne();
    assertThat(statuses(path)).containsExactly("rejected", "approved", "approved");
  }

  /** As a workbook may have them that somebody has made by hand. */
  @Test
  void a_line_is_found_also_where_lines_do_not_grow_or_are_there_twice() {
    var path = path(5);
    TestDatabase.execute(
        ApiNode.database(),
        "UPDATE sluice.websites SET line = (ARRAY[9, 4, 4, 2, 3])[list_row] WHERE batch_id = "
            + path.replaceAll("\\D", ""));
    for (int line : new int[] {9, 2, 3}) {
      assertThat(get(path + "?line=" + line).path("messages").findValuesAsText("line"))
          .containsExactly("" + line);
    }
    assertThat(changed(path, "{\"action\":\"reject\",\"lines\":[4]}")).isEqualTo(2);
    assertThat(get(path + "?line=2000000000").path("messages")).isEmpty();
  }

  @Test
  void all_rows_of_a_line_are_judged_and_written_where_it_comes_again_later() {
    var path = path(4);
    TestDatabase.execute(
        ApiNode.database(),
        "UPDATE sluice.websites SET line = (ARRAY[1, 2, 3, 2])[list_row] WHERE batch_id = "
            + path.replaceAll("\\D", ""));
    assertThat(get(path + "?line=2").path("messages")).hasSize(2);
    assertThat(changed(path, "{\"action\":\"reject\",\"lines\":[2]}")).isEqualTo(2);
    assertThat(statuses(path)).containsExactly("generated", "rejected", "generated", "rejected");
    assertThat(changed(path, "{\"action\":\"edit\",\"lines\":[2],\"text\":\"Mine\"}")).isOne();
    assertThat(get(path).path("messages").findValuesAsText("text"))
        .satisfiesExactly(
            first -> assertThat(first).isNotEqualTo("Mine"),
            second -> assertThat(second).isEqualTo("Mine"),
            third -> assertThat(third).isNotEqualTo("Mine"),
            fourth -> assertThat(fourth).isEqualTo("Mine"));
  }

  @Test
  void a_person_writes_one() {
    var path = path(2);
    assertThat(
            changed(
                path, "{\"action\":\"edit\",\"lines\":[3],\"text\":\"Dear Ann,\\u0000 hello\"}"))
        .isOne();
    assertThat(line(path, 3).path("text").asText()).isEqualTo("Dear Ann,\ufffd hello");
    assertThat(line(path, 3).path("edited").asBoolean()).isTrue();
    assertThat(line(path, 3).path("status").asText()).isEqualTo("generated");
    assertThat(problem(post(path, "{\"action\":\"edit\",\"lines\":[99],\"text\":\"x\"}")))
        .isEqualTo("no-such-message");
  }

  @Test
  void they_are_written_again_out_of_what_is_stored_but_for_those_that_were_approved() {
    var path = path(3);
    changed(path, "{\"action\":\"approve\",\"lines\":[2]}");
    changed(path, "{\"action\":\"edit\",\"lines\":[3],\"text\":\"Mine\"}");
    assertThat(
            changed(
                path, "{\"action\":\"regenerate\",\"all\":true,\"template\":\"Hello {{Name}}\"}"))
        .isOne();
    Asking.await(() -> line(path, 4).path("text").asText().equals("Hello Ann3"));
    assertThat(line(path, 2).path("text").asText()).isEqualTo("Dear Ann1");
    assertThat(line(path, 3).path("text").asText()).isEqualTo("Mine");
    assertThat(
            changed(
                path,
                "{\"action\":\"regenerate\",\"all\":true,\"withApproved\":true,"
                    + "\"template\":\"Ahoy {{name}}, {{main_text}}\"}"))
        .isEqualTo(3);
    Asking.await(() -> line(path, 3).path("text").asText().equals("Ahoy Ann2, We mend sails."));
    assertThat(line(path, 4).path("version").asInt()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"action\":\"send\",\"all\":true}",
        "{\"action\":\"approve\"}",
        "{\"action\":\"approve\",\"lines\":[0]}",
        "{\"action\":\"approve\",\"lines\":[null]}",
        "{\"action\":\"approve\",\"status\":\"lost\"}",
        "{\"action\":\"edit\",\"lines\":[2]}",
        "{\"action\":\"edit\",\"lines\":[2,3],\"text\":\"x\"}",
        "{\"action\":\"regenerate\",\"all\":true}",
        "{\"action\":\"regenerate\",\"all\":true,\"template\":\"{{nobody}}\"}",
        "{\"action\":\"regenerate\",\"all\":true,\"template\":\"{{> x}}\"}",
        "{\"action\":\"regenerate\",\"all\":true,\"template\":\"x\",\"model\":\"a b\"}",
        "{\"action\":\"regenerate\",\"all\":true,\"template\":\"x\",\"language\":\"english!\"}",
        "{\"action\":\"budget\",\"mostCost\":1}",
        "{\"action\":\"budget\",\"mostTokens\":-1}"
      })
  void what_cannot_be_done_is_refused_and_changes_nothing(String body) {
    var path = path(2);
    var answer = post(path, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(statuses(path)).containsExactly("generated", "needs_review");
  }

  @Test
  void only_websites_have_messages() {
    var files = "/api/batches/" + BatchRows.example() + "/messages";
    assertThat(problem(ask("GET", files, null))).isEqualTo("no-websites");
    assertThat(problem(post(files, "{\"action\":\"approve\",\"all\":true}")))
        .isEqualTo("no-websites");
  }
}
