package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.util.List;
import java.util.function.Consumer;

/** Names as users give them, several at once: something is done with each. */
final class EachName {
  private EachName() {}

  /** What to do with one, and what of it to print as JSON. */
  @FunctionalInterface
  interface Action {
    void on(String name, Consumer<JsonNode> printed) throws IOException;
  }

  /**
   * Does something with each, and goes on where one fails.
   *
   * @return the exit code
   */
  static int of(ApiOptions options, List<String> names, Action action) throws IOException {
    boolean failed = false;
    var json = options.json() ? new JsonArray(options.out()) : null;
    try {
      for (var name : names) {
        try {
          action.on(name, json == null ? printed -> {} : json::add);
        } catch (ApiException e) {
          // No other name changes that the token is wrong.
          if (e.status() == HttpURLConnection.HTTP_UNAUTHORIZED) {
            throw e;
          }
          options.complain(e.getMessage());
          failed = true;
        }
        options.out().flush();
      }
    } finally {
      if (json != null) {
        json.close();
      }
    }
    return failed ? 1 : 0;
  }
}
