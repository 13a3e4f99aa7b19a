package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.view.ChannelView;
import io.sluice.view.StatusView;

/** Prints each event's data as a line of JSON. */
final class WatchJson implements WatchOutput {
  private final ApiOptions options;

  WatchJson(ApiOptions options) {
    this.options = options;
  }

  @Override
  public void channel(ChannelView channel, JsonNode json) {
    line(json);
  }

  @Override
  public void removed(String name, JsonNode json) {
    line(json);
  }

  @Override
  public void status(StatusView status, JsonNode json) {
    line(json);
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

  private void line(JsonNode json) {
    options.out().println(NodeJson.line(json));
    options.out().flush();
  }
}
