package io.sluice.api;

import static io.sluice.api.Asking.CONTRACT;
import static io.sluice.api.Asking.ask;
import static io.sluice.api.Asking.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.api.EventStream.Event;
import io.sluice.node.ApiNode;
import java.io.IOException;
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
    var schema = event.name().equals("status") ? "Status" : "Channel";
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

  @Test
  void the_events_of_no_channel_cannot_be_listened_to() {
    assertThat(ask("GET", "/api/events?channel=999999", null).status()).isEqualTo(404);
    assertThat(ask("HEAD", "/api/events", null).status()).isEqualTo(200);
  }
}
