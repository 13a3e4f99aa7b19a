package io.sluice.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** A listener to the events of the shared node. */
final class EventStream implements AutoCloseable {
  private final Wire wire = new Wire(ApiNode.uri());
  private final Answer answer;

  /** An event by its name. */
  record Event(String name, JsonNode data) {}

  EventStream(String target) throws IOException {
    wire.send(Wire.head(ApiNode.uri(), "GET", target, List.of(), null));
    answer = wire.headers();
    assertThat(Asking.CONTRACT.breach("GET", target, "", answer)).isEmpty();
  }

  /** The beginning of the answer. */
  static Answer first(String target) {
    try (var stream = new EventStream(target)) {
      return stream.answer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Event next() throws IOException {
    while (true) {
      var line = wire.line();
      if (line.startsWith("event: ")) {
        var data = wire.line();
        assertThat(data).startsWith("data: ");
        return new Event(line.substring(7), Contract.JSON.readTree(data.substring(6)));
      }
    }
  }

  /** The next of this name; others are passed over. */
  Event next(String name) throws IOException {
    var event = next();
    while (!event.name().equals(name)) {
      event = next();
    }
    return event;
  }

  @Override
  public void close() throws IOException {
    wire.close();
  }
}
