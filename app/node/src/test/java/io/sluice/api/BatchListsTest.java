package io.sluice.api;

import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.pages;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Batches and their items come once each, page by page, as the database has them. */
@ExtendWith(ApiNode.class)
class BatchListsTest {
  private static List<String> field(List<JsonNode> items, String name) {
    return items.stream().map(item -> item.get(name).asText()).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 1000})
  void batches_come_once_each_the_newest_first(int limit) {
    var made = List.of(BatchRows.completed(1), BatchRows.completed(1), BatchRows.completed(1));
    var listed = field(pages("/api/batches?limit=" + limit, "batches"), "id");
    assertThat(listed)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(Comparator.<String, Long>comparing(Long::valueOf).reversed())
        .containsAll(made);
    assertThat(field(pages("/api/batches?state=completed&limit=" + limit, "batches"), "state"))
        .hasSizeGreaterThanOrEqualTo(made.size())
        .allMatch("completed"::equals);
  }

  @ParameterizedTest
  @CsvSource({
    "state=done, 700",
    "state=done, 999",
    "state=duplicate, 1",
    "state=failed, 7",
    "state=pending, 10",
    "reason=missing, 3",
    "reason=missing&state=failed, 10",
    "reason=unreadable, 1000",
    "reason=unreadable&state=dead, 5",
    "reason=never, 5"
  })
  void items_come_once_each_by_their_numbers(String wanted, int limit) {
    var id = BatchRows.example();
    var where = wanted.replaceAll("(\\w+)=(\\w+)", "$1 = '$2'").replace("&", " AND ");
    assertThat(
            field(
                pages("/api/batches/%s/items?limit=%d&%s".formatted(id, limit, wanted), "items"),
                "number"))
        .containsExactlyElementsOf(
            column(
                "SELECT number FROM sluice.item WHERE batch_id = %s AND %s ORDER BY number"
                    .formatted(id, where)));
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 1000})
  void all_items_come_once_each(int limit) {
    var items =
        pages("/api/batches/%s/items?limit=%d".formatted(BatchRows.example(), limit), "items");
    assertThat(field(items, "number"))
        .hasSize(6000)
        .isSortedAccordingTo(Comparator.comparing(Long::valueOf))
        .doesNotHaveDuplicates();
  }

  @Test
  void failures_are_counted_by_their_reason() {
    var failures = get("/api/batches/" + BatchRows.example() + "/failures").get("failures");
    assertThat(failures.toString())
        .isEqualTo(
            "[{\"reason\":\"unreadable\",\"items\":20},{\"reason\":\"missing\",\"items\":10}]");
  }

  @Test
  void a_page_of_another_batch_is_refused() {
    var next = get("/api/batches/" + BatchRows.example() + "/items?limit=1").get("next").asText();
    var other = "/api/batches/" + BatchRows.completed(2) + "/items?limit=1&after=" + next;
    assertThat(Asking.ask("GET", other, null).status()).isEqualTo(400);
  }
}
