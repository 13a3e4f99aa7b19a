package io.sluice.api;

import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.get;
import static io.sluice.api.Asking.pages;
import static io.sluice.api.Asking.post;
import static io.sluice.api.Asking.tree;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.batch.Batch;
import io.sluice.channel.Channel;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import io.sluice.run.LifeEvent;
import io.sluice.run.LifeLog;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What has happened to a batch or a channel is told from its journal, whatever is in there. */
@ExtendWith(ApiNode.class)
class LifeLogTest {
  private static List<String> words(List<JsonNode> events) {
    return events.stream().map(event -> event.get("event").asText()).toList();
  }

  @Test
  void a_batch_tells_what_has_happened_to_it_the_last_first_page_by_page() {
    var id = tree(post("/api/batches", BatchRows.json(BatchRows.files(3000)))).get("id").asText();
    var at = "/api/batches/" + id;
    ask("POST", at + "/pause", null);
    ask("POST", at + "/resume", null);
    Asking.await(() -> BatchRows.state(id).equals("completed"));

    var events = pages(at + "/log?limit=2", "events");

    assertThat(words(events))
        .startsWith("completed")
        .endsWith("created")
        .containsOnlyOnce("listed", "paused", "resumed");
    assertThat(events.stream().map(event -> event.get("number").asLong()))
        .containsExactlyElementsOf(
            column(
                    "SELECT sequence_number FROM sluice.event_journal WHERE persistence_id = 'batch|%s' ORDER BY 1 DESC"
                        .formatted(id))
                .stream()
                .map(Long::valueOf)
                .toList());
    assertThat(events)
        .allSatisfy(
            event ->
                assertThat(Instant.parse(event.get("at").asText()))
                    .isAfter(Instant.now().minus(Duration.ofMinutes(10))));
  }

  @Test
  void a_channel_tells_why_it_has_failed_and_what_it_was_to_read() {
    long id =
        tree(post("/api/channels", "{\"source\":\"@answers\"}")).at("/channels/0/id").asLong();
    Asking.await(() -> Asking.state(id).equals("failed"));
    var channel = get("/api/channels/" + id).get("channel");
    var events = get("/api/channels/" + id + "/log").get("events");
    assertThat(events.get(0).get("event").asText()).isEqualTo("failed");
    assertThat(events.get(0).get("about").asText()).isEqualTo(channel.get("reason").asText());
    var all = new ArrayList<JsonNode>();
    events.forEach(all::add);
    assertThat(words(all)).contains("registered", "queued", "run_started");
    assertThat(all.get(all.size() - 1).get("about").asText())
        .isEqualTo(channel.at("/source/location").asText());
  }

  @Test
  void what_cannot_be_read_is_told_as_such_and_hides_nothing_else() {
    var id = BatchRows.completed(1);
    TestDatabase.execute(
        ApiNode.database(),
        """
        INSERT INTO sluice.event_journal (persistence_id, sequence_number, writer,
          write_timestamp, event_ser_id, event_ser_manifest, event_payload)
        SELECT 'batch|%s', nr, 'test', 1000 * nr, (ARRAY[33, 33, 4711])[nr],
          (ARRAY['io.sluice.batch.Batch$Paused', 'io.sluice.batch.Batch$OfLater', 'x'])[nr],
          '\\xbfff' FROM generate_series(1, 3) AS nr
        """
            .formatted(id));
    assertThat(words(pages("/api/batches/" + id + "/log", "events")))
        .containsExactly(LifeLog.UNKNOWN, LifeLog.UNKNOWN, "paused");
  }

  /** So that a new event is described, too. */
  @Test
  void the_description_names_all_that_may_happen() {
    Set<String> described = new LinkedHashSet<>();
    Asking.CONTRACT
        .schema("LifeEvent")
        .at("/properties/event/enum")
        .forEach(word -> described.add(word.asText()));
    var known =
        Stream.of(Batch.Event.class, Channel.Event.class)
            .flatMap(events -> Stream.of(events.getPermittedSubclasses()))
            .map(LifeEvent::word);
    assertThat(described)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(known, Stream.of(LifeLog.UNKNOWN)).distinct().toList());
  }
}
