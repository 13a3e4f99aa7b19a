package io.sluice.api;

import static io.sluice.api.Asking.get;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A node shows closed origins that it never asked itself, as another node wrote them down. */
@ExtendWith(ApiNode.class)
class ClosedOriginsTest {
  private static void close(String origin, String until) {
    execute(
        "INSERT INTO sluice.closed_origin VALUES ('%s', now() + interval '%s', 'answered 429')"
            .formatted(origin, until));
  }

  private static void execute(String sql) {
    TestDatabase.execute(ApiNode.database(), sql);
  }

  @AfterEach
  void open() {
    execute("DELETE FROM sluice.closed_origin WHERE origin LIKE '%.example (pages)'");
  }

  private static List<JsonNode> shown(JsonNode status) {
    var shown = new ArrayList<JsonNode>();
    status.get("closedOrigins").forEach(shown::add);
    shown.removeIf(closed -> !closed.get("origin").asText().endsWith(".example (pages)"));
    return shown;
  }

  @Test
  void status_shows_those_whose_time_is_not_over_with_what_is_left() {
    close("other.example (pages)", "1 hour");
    close("past.example (pages)", "-1 second");
    assertThat(shown(get("/api/status")))
        .singleElement()
        .satisfies(
            closed -> {
              assertThat(closed.get("origin").asText()).isEqualTo("other.example (pages)");
              assertThat(closed.get("reason").asText()).isEqualTo("answered 429");
              assertThat(closed.get("secondsLeft").asDouble()).isBetween(3500.0, 3600.0);
            });
  }

  @Test
  void events_show_them() throws IOException {
    close("live.example (pages)", "1 hour");
    try (var stream = new EventStream("/api/events")) {
      assertThat(shown(stream.next("status").data())).hasSize(1);
    }
  }
}
