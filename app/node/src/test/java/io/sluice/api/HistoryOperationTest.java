package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was done is told step by step, from the rows of all nodes. */
@ExtendWith(ApiNode.class)
class HistoryOperationTest {
  private static final String NOON = "2026-01-31T12:00:00Z";

  /** One of two nodes, or of none where it is old. */
  private static void row(String kind, int seconds, String at, int node, int amount) {
    TestDatabase.execute(
        ApiNode.database(),
        "INSERT INTO sluice.history VALUES (%d, '%s', '%s', 'store', 'done', 'items', '%s', %d)"
            .formatted(seconds, at, kind, "00000000-0000-0000-0000-00000000000" + node, amount));
  }

  private static List<Long> amounts(JsonNode history, String kind) {
    var amounts = new ArrayList<Long>();
    for (var series : history.get("series")) {
      if (series.get("kind").asText().equals(kind)
          && series.get("outcome").asText().equals("done")) {
        series.get("amounts").forEach(amount -> amounts.add(amount.asLong()));
      }
    }
    return amounts;
  }

  @Test
  void amounts_of_all_nodes_are_summed_by_steps() {
    row("summed", 10, "2026-01-31T11:59:50Z", 1, 100);
    row("summed", 10, NOON, 1, 1);
    row("summed", 10, NOON, 2, 2);
    row("summed", 10, "2026-01-31T12:00:50Z", 2, 4);
    row("summed", 60, "2026-01-31T12:01:00Z", 0, 8);
    row("summed", 3600, "2026-01-31T12:00:00Z", 0, 16);
    row("summed", 10, "2026-01-31T12:03:00Z", 1, 100);
    var told = get("/api/history?since=2026-01-31T12:00:07Z&until=2026-01-31T12:03:00Z&step=60");
    assertThat(told.get("since").asText()).isEqualTo(NOON);
    assertThat(told.get("stepSeconds").asLong()).isEqualTo(60);
    assertThat(amounts(told, "summed")).containsExactly(23L, 8L, 0L);
  }

  @Test
  void what_a_batch_does_is_in_there_soon() {
    BatchRows.uploaded(BatchRows.json(BatchRows.files(3)));
    Asking.await(
        () -> amounts(get("/api/history"), "files").stream().mapToLong(Long::longValue).sum() >= 3);
    var now = get("/api/history?since=1h&step=60");
    var since = Instant.parse(now.get("since").asText());
    assertThat(since).isBefore(Instant.now().minusSeconds(3_590));
    assertThat(now.get("series"))
        .allSatisfy(series -> assertThat(series.get("amounts")).hasSizeBetween(60, 62));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "since=2026-02-30T00:00:00Z",
        "since=2026-01-31T25:00:00Z",
        "since=5m&until=10m",
        "since=24h&step=10",
        "since=999999d&step=86400",
        "since=0000-01-01T00:00:00Z&until=9999-12-31T23:59:59Z&step=86400"
      })
  void refuses_times_that_are_none_and_more_steps_than_it_tells(String query) {
    var answer = ask("GET", "/api/history?" + query, null);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(problem(answer)).isEqualTo("wrong-parameter");
  }
}
