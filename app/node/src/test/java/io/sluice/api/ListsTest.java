package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.example;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.pages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists give each item once, page by page, as the database has them. */
@ExtendWith(ApiNode.class)
class ListsTest {
  private static List<String> field(List<JsonNode> items, String name) {
    return items.stream().map(item -> item.get(name).asText()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void channels_come_once_each_in_the_order_of_their_ids(int limit) {
    example();
    for (var name : List.of("@lists_one", "@lists_two")) {
      Asking.post("/api/channels", "{\"source\":\"%s\"}".formatted(name));
    }
    // Other tests add and remove channels while this one turns the pages.
    var before = ids();
    var listed = field(pages("/api/channels?limit=" + limit, "channels"), "id");
    var after = ids();
    assertThat(listed)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.comparing(Long::valueOf))
        .containsAll(before.stream().filter(after::contains).toList())
        .allMatch(id -> before.contains(id) || after.contains(id));
  }

  private static List<String> ids() {
    return column("SELECT id FROM sluice.channel WHERE state <> 'removed' ORDER BY id");
  }

  @ParameterizedTest
  @CsvSource({
    "messages, 7",
    "messages, 1000",
    "images, 1",
    "images, 10",
    "failures, 1",
    "failures, 2"
  })
  void items_come_once_each(String list, int limit) {
    long id = example();
    var sql =
        switch (list) {
          case "messages" -> "SELECT id FROM sluice.message WHERE channel_id = %d ORDER BY id DESC";
          case "images" ->
              "SELECT id FROM sluice.photo WHERE channel_id = %d AND path IS NOT NULL"
                  + " ORDER BY message_id DESC, id DESC";
          default ->
              "SELECT id FROM sluice.photo WHERE channel_id = %d AND path IS NULL"
                  + " ORDER BY message_id, id";
        };
    var items = pages("/api/channels/%d/%s?limit=%d".formatted(id, list, limit), list);
    assertThat(field(items, list.equals("failures") ? "item" : "id"))
        .isNotEmpty()
        .containsExactlyElementsOf(column(sql.formatted(id)));
  }

  @Test
  void failures_are_chosen_by_their_reason() {
    var at = "/api/channels/" + example() + "/failures?limit=1&reason=";
    assertThat(pages(at + "missing", "failures"))
        .hasSize(1)
        .allSatisfy(failure -> assertThat(failure.get("reason").asText()).isEqualTo("missing"));
    assertThat(pages(at + "refused", "failures")).isEmpty();
  }

  @Test
  void a_token_of_another_list_is_refused() {
    long id = example();
    long other = Asking.collected(ApiNode.export("Other Lists", 3003).toString());
    Function<Long, List<String>> lists =
        channel ->
            List.of("messages", "images", "failures").stream()
                .map(list -> "/api/channels/%d/%s?limit=1".formatted(channel, list))
                .toList();
    var all = new ArrayList<>(lists.apply(id));
    all.addAll(lists.apply(other));
    all.add("/api/channels?limit=1");
    for (var from : all) {
      var token = get(from).get("next").asText();
      for (var to : all) {
        var answer = ask("GET", to + "&after=" + token, null);
        assertThat(answer.status()).as(from + " in " + to).isEqualTo(from.equals(to) ? 200 : 400);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "@names_test",
        "@NAMES_TEST",
        "t.me/names_test",
        "https://t.me/s/Names_Test",
        "names-test",
        "telegram:names_test"
      })
  void a_channel_is_found_by_each_of_its_names(String name) {
    Asking.post("/api/channels", "{\"source\":\"@names_test\"}");
    var found = get("/api/channels?name=" + name).get("channels");
    assertThat(found).hasSize(1);
    assertThat(found.at("/0/name").asText()).isEqualTo("names-test");
  }

  @Test
  void channels_are_chosen_by_their_state() {
    example();
    Asking.post("/api/channels", "{\"source\":\"@states_test\"}");
    Asking.await(
        () -> get("/api/channels?name=@states_test&state=failed").get("channels").size() == 1);
    assertThat(get("/api/channels?name=@states_test&state=completed").get("channels")).isEmpty();
    for (var state : List.of("completed", "failed", "paused")) {
      Asking.await(
          () ->
              field(pages("/api/channels?limit=2&state=" + state, "channels"), "id")
                  .equals(
                      column(
                          "SELECT id FROM sluice.channel WHERE state = '%s' ORDER BY id"
                              .formatted(state))));
    }
  }
}
