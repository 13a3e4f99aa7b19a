package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.problem;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.node.ApiNode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(ApiNode.class)
class DoNotContactOperationsTest {
  private static final String ALL = "/api/do-not-contact";

  @Test
  void entries_are_added_in_their_normal_form_told_page_by_page_and_removed() {
    var added =
        post(
            ALL,
            "{\"entries\":[\"https://WWW.A-firm.example/x\",\"a-firm.example\",\"Ann@B.example\"]}");
    assertThat(tree(added).toString()).isEqualTo("{\"entries\":2,\"added\":2}");
    assertThat(tree(post(ALL, "{\"entries\":[\"a-firm.example\"]}")).get("added").asInt()).isZero();
    assertThat(column("SELECT entry FROM sluice.do_not_contact ORDER BY entry"))
        .containsAll(List.of("a-firm.example", "ann@b.example"));
    var first = get(ALL + "?limit=1");
    assertThat(first.get("entries")).hasSize(1);
    var second = get(ALL + "?limit=1&after=" + first.get("next").asText());
    assertThat(second.get("entries").get(0)).isNotEqualTo(first.get("entries").get(0));

    assertThat(ask("DELETE", ALL + "/www.A-FIRM.example", null).status()).isEqualTo(204);
    assertThat(problem(ask("DELETE", ALL + "/a-firm.example", null))).isEqualTo("no-such-entry");
    assertThat(ask("DELETE", ALL + "/ann%40b.example", null).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"entries\":[]}",
        "{\"entries\":[null]}",
        "{\"entries\":[\"good.example\",\"no domain\"]}",
        "{\"entries\":[\"127.0.0.1\"]}",
        "{\"entries\":\"good.example\"}"
      })
  void nothing_is_added_of_entries_of_which_one_is_none(String body) {
    assertThat(post(ALL, body).status()).isEqualTo(400);
    assertThat(get(ALL).get("entries").toString()).doesNotContain("good.example");
  }
}
