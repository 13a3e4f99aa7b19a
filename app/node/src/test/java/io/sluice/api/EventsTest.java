package io.sluice.api;

import static io.sluice.api.Asking.CONTRACT;
import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.column;
import static io.sluice.api.Asking.post;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.EventStream.Event;
import io.sluice.node.ApiNode;
import io.sluice.persistence.TestDatabase;
import java.io.IOException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Listeners are told what changes, in the form that is described. */
@ExtendWith(ApiNode.class)
class EventsTest {
  private static long add(String name) {
    return Asking.tree(post("/api/channels", "{\"source\":\"@%s\"}".formatted(name)))
        .at("/channels/0/id")
        .asLong();
  }

  private static void assertDescribed(Event event) {
    var schema = event.name().substring(0, 1).toUpperCase(Locale.ROOT) + event.name().substring(1);
    assertThat(CONTRACT.invalid(CONTRACT.schema(schema), schema, event.data())).isEmpty();
  }

  @Test
  void tells_of_the_status_of_channels_that_change_and_of_those_removed() throws IOException {
    try (var stream = new EventStream("/api/events")) {
      assertDescribed(stream.next("status"));
      long id = add("events_all");
      var channel = stream.next("channel");
      while (channel.data().get("id").asLong() != id) {
        channel = stream.next("channel");
      }
      assertDescribed(channel);
      assertThat(ask("DELETE", "/api/channels/" + id, null).status()).isEqualTo(204);
      var removed = stream.next("removed");
      while (removed.data().get("id").asLong() != id) {
        removed = stream.next("removed");
      }
      assertThat(removed.data()).hasSize(1);
    }
  }

  @Test
  void tells_of_one_channel_alone_if_it_is_asked_so() throws IOException {
    long id = add("events_one");
    try (var stream = new EventStream("/api/events?channel=" + id)) {
      long other = add("events_other");
      try (var all = new EventStream("/api/events")) {
        var change = all.next("channel");
        while (change.data().get("id").asLong() != other) {
          change = all.next("channel");
        }
      }
      assertThat(ask("POST", "/api/channels/" + id + "/resume", null).status()).isEqualTo(200);
      ask("DELETE", "/api/channels/" + id, null);
      var event = stream.next();
      while (event.name().equals("channel")) {
        assertThat(event.data().get("id").asLong()).isEqualTo(id);
        assertDescribed(event);
        event = stream.next();
      }
      assertThat(event.name()).isEqualTo("removed");
    }
  }

  /** The next of this name that is of this channel or batch and looks so. */
  private static Event next(EventStream stream, String name, String id, Predicate<JsonNode> such)
      throws IOException {
    var event = stream.next(name);
    while (!event.data().get("id").asText().equals(id) || !such.test(event.data())) {
      event = stream.next(name);
    }
    return event;
  }

  private static Predicate<JsonNode> in(String state) {
    return batch -> batch.get("state").asText().equals(state);
  }

  private static Predicate<JsonNode> done(long items) {
    return batch -> batch.at("/counters/done").asLong() == items;
  }

  @Test
  void a_channel_that_is_purged_at_once_is_told_to_be_gone() throws IOException {
    try (var stream = new EventStream("/api/events")) {
      stream.next("status");
      var id = Long.toString(add("events_purged"));
      ask("DELETE", "/api/channels/" + id + "?purge=true", null);
      next(stream, "removed", id, gone -> gone.size() == 1);
    }
  }

  @Test
  void tells_of_batches_that_change_and_of_those_removed() throws IOException {
    try (var stream = new EventStream("/api/events")) {
      stream.next("status");
      var id = BatchRows.uploaded(BatchRows.json(BatchRows.files(5)));
      assertDescribed(next(stream, "batch", id, in("completed").and(done(5))));
      assertThat(ask("DELETE", "/api/batches/" + id, null).status()).isEqualTo(202);
      next(stream, "batchRemoved", id, gone -> gone.size() == 1);
    }
  }

  /** Nothing in the row of the batch tells that these have changed. */
  @Test
  void tells_what_the_chunks_of_a_batch_have_done_until_the_last_of_them_is_stored()
      throws IOException {
    var id =
        column(
                """
                INSERT INTO sluice.batch (name, kind, source, state, listed, changed_at)
                VALUES ('events in chunks', 'files', '{"roots": [], "followLinks": false}',
                  'running', 9, '2020-01-01') RETURNING id""")
            .get(0);
    execute(
        "INSERT INTO sluice.chunk (batch_id, first_item, last_item, state, in_flight)"
            + " VALUES (%s, 1, 9, 'begun', '{1, 2}')",
        id);
    execute(
        """
        INSERT INTO sluice.run (entity, epoch, running, node)
        SELECT 'chunk-' || chunk.id, 1, true, node.id FROM sluice.chunk CROSS JOIN sluice.node
        WHERE batch_id = %s AND node.state NOT IN ('left', 'down') AND
        """
            + NodeRows.IS_THERE,
        id);
    try (var stream = new EventStream("/api/events?batch=events%20in%20chunks")) {
      next(stream, "batch", id, done(0));
      execute("UPDATE sluice.chunk SET done = 1, in_flight = '{2}' WHERE batch_id = %s", id);
      var worked = next(stream, "batch", id, done(1));
      assertDescribed(worked);
      assertThat(worked.data().at("/rate/itemsPerSecond").asDouble()).isPositive();
      execute("UPDATE sluice.batch SET state = 'paused' WHERE id = %s", id);
      next(stream, "batch", id, in("paused"));
      execute("UPDATE sluice.chunk SET done = 2, in_flight = '{}' WHERE batch_id = %s", id);
      next(stream, "batch", id, done(2));
    } finally {
      execute("UPDATE sluice.batch SET state = 'cancelled' WHERE id = %s", id);
    }
  }

  private static void execute(String sql, String id) {
    TestDatabase.execute(ApiNode.database(), sql.formatted(id));
  }

  @Test
  void a_batch_at_work_that_does_nothing_is_told_no_more() throws IOException {
    var id =
        column(
                """
                INSERT INTO sluice.batch (name, kind, source, state, listed)
                VALUES ('events of nothing', 'files', '{"roots": [], "followLinks": false}',
                  'running', 9) RETURNING id""")
            .get(0);
    try (var all = new EventStream("/api/events")) {
      next(all, "batch", id, in("running"));
      for (int looks = 0; looks < 3; ) {
        var event = all.next();
        looks += event.name().equals("status") ? 1 : 0;
        assertThat(event.data().path("id").asText()).isNotEqualTo(id);
      }
    } finally {
      execute("UPDATE sluice.batch SET state = 'cancelled' WHERE id = %s", id);
    }
  }

  @Test
  void tells_of_one_batch_and_one_channel_alone_if_it_is_asked_so() throws IOException {
    var channel = Long.toString(add("events_beside"));
    var batch = BatchRows.uploaded(BatchRows.json(BatchRows.files(1)));
    try (var stream = new EventStream("/api/events?batch=%s&channel=%s".formatted(batch, channel));
        var all = new EventStream("/api/events")) {
      all.next("status");
      var other = BatchRows.uploaded(BatchRows.json(BatchRows.files(1)));
      next(all, "batch", other, in("completed"));
      ask("DELETE", "/api/batches/" + batch, null);
      ask("DELETE", "/api/channels/" + channel, null);
      var left = new HashSet<>(Set.of("removed " + channel, "batchRemoved " + batch));
      while (!left.isEmpty()) {
        var event = stream.next();
        var id = event.data().get("id").asText();
        assertThat(event.name() + " " + id)
            .isIn(
                "channel " + channel,
                "removed " + channel,
                "batch " + batch,
                "batchRemoved " + batch);
        left.remove(event.name() + " " + id);
      }
    }
  }

  @Test
  void the_events_of_no_channel_and_of_no_batch_cannot_be_listened_to() {
    assertThat(ask("GET", "/api/events?batch=nobody", null).status()).isEqualTo(404);
    assertThat(ask("GET", "/api/events?batch=999999", null).status()).isEqualTo(404);
    assertThat(ask("GET", "/api/events?channel=999999", null).status()).isEqualTo(404);
    assertThat(ask("HEAD", "/api/events", null).status()).isEqualTo(200);
  }
}
