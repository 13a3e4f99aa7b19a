package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChannelView;
import io.sluice.view.StatusView;
import java.util.HashMap;
import java.util.Map;

/** Prints a line for each change of what is watched. */
final class WatchLines implements WatchOutput {
  private final ApiOptions options;
  private Map<String, String> closed = Map.of();

  WatchLines(ApiOptions options) {
    this.options = options;
  }

  @Override
  public void channel(ChannelView channel, JsonNode json) {
    line(ChannelLine.of(channel));
  }

  @Override
  public void removed(String name, JsonNode json) {
    line(Printable.text(name) + ": removed");
  }

  @Override
  public void status(StatusView status, JsonNode json) {
    var now = new HashMap<String, String>();
    for (var origin : status.closedOrigins()) {
      now.put(origin.origin(), origin.until());
      if (!origin.until().equals(closed.get(origin.origin()))) {
        line(StatusText.closed(origin));
      }
    }
    closed.keySet().stream()
        .filter(origin -> !now.containsKey(origin))
        .forEach(origin -> line(Printable.text(origin) + ": open again"));
    closed = now;
  }

  @Override
  public void away(String why) {
    options.complain(why);
  }

  @Override
  public void back() {
    options.complain("the node answers again");
  }

  @Override
  public void close() {
    options.out().flush();
  }

  private void line(String text) {
    options.out().println(text);
    options.out().flush();
  }
}
