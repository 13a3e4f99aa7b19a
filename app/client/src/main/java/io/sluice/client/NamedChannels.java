package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.sluice.terminal.Printable;
import io.sluice.view.ChannelDetailsView;
import io.sluice.view.ChannelView;
import io.sluice.view.ChannelsView;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Consumer;

/** Channels as users name them: names, links and ids go in, the node's channels come out. */
final class NamedChannels {
  private static final String PAGE = "limit=1000";

  private NamedChannels() {}

  /** What to do with one channel, and what of it to print as JSON. */
  @FunctionalInterface
  interface Action {
    void on(ChannelView channel, Consumer<JsonNode> printed) throws IOException;
  }

  /** What to do with each element of a list. */
  @FunctionalInterface
  interface Element {
    void take(JsonNode element) throws IOException;
  }

  /**
   * Does something with each, and goes on where one fails.
   *
   * @return the exit code
   */
  static int each(ApiOptions options, ApiClient api, List<String> names, Action action)
      throws IOException {
    return EachName.of(options, names, (name, printed) -> action.on(find(api, name), printed));
  }

  /**
   * @throws ApiException if there is no such channel
   */
  static ChannelView find(ApiClient api, String name) throws IOException {
    var found =
        api.get("/api/channels?name=" + ApiClient.escaped(name), ChannelsView.class).channels();
    if (!found.isEmpty()) {
      return found.get(0);
    }
    try {
      if (name.matches("[1-9]\\d{0,17}")) {
        return api.get("/api/channels/" + name, ChannelDetailsView.class).channel();
      }
    } catch (ApiException e) {
      if (e.status() != HttpURLConnection.HTTP_NOT_FOUND) {
        throw e;
      }
    }
    throw new ApiException(
        HttpURLConnection.HTTP_NOT_FOUND,
        "no-such-channel",
        "there is no channel %s; sluice channel list tells which there are"
            .formatted(Printable.text(name)));
  }

  /** All pages of a list, an element at a time. */
  static void pages(ApiClient api, String path, String field, Element each) throws IOException {
    var first = path + (path.contains("?") ? "&" : "?") + PAGE;
    var after = "";
    while (true) {
      var page = api.get(after.isEmpty() ? first : first + "&after=" + ApiClient.escaped(after));
      if (!(page.get(field) instanceof ArrayNode elements)) {
        throw new AwayException(
            "%s answered a list without %s: is it a node of this version?"
                .formatted(api.url(), field),
            null);
      }
      for (var element : elements) {
        each.take(element);
      }
      var next = page.path("next").asText("");
      if (!page.hasNonNull("next") || next.equals(after)) {
        return;
      }
      after = next;
    }
  }
}
