package io.sluice.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** The feeds of a {@link StandInNode}, by name. */
final class StandInFeeds {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, ObjectNode> feeds = new ConcurrentSkipListMap<>();

  void add(long id, String name, String state) {
    var feed = JSON.createObjectNode().put("id", id).put("name", name).put("state", state);
    feed.put("url", "redis://feeder@127.0.0.1:6379/" + name).put("group", "sluice");
    feed.putObject("counters")
        .put("read", 12_345)
        .put("stored", 12_000)
        .put("duplicates", 340)
        .put("dead", 4)
        .put("ghosts", 1);
    feed.put("consumers", 2).put("entriesPerSecond", 43.7).put("lag", 1500).put("pending", 20);
    feed.put("oldestPendingAt", "2026-01-01T00:00:00Z").put("deadLetters", 3);
    feed.putNull("lastError").putNull("lastErrorAt");
    feed.put("createdAt", "2026-01-01T00:00:00Z").put("changedAt", "2026-01-01T00:00:00Z");
    feeds.put(name, feed.put("ofANewerNode", true));
  }

  /** What comes back; empty where there is no such feed. */
  Optional<ObjectNode> answer(String[] path, Map<String, String> query) {
    if (path.length == 3) {
      var answer = JSON.createObjectNode();
      feeds.values().forEach(answer.putArray("feeds")::add);
      return Optional.of(answer);
    }
    var feed =
        feeds.values().stream()
            .filter(
                one ->
                    List.of(one.path("name").asText(), one.path("id").asText()).contains(path[3]))
            .findFirst();
    return feed.map(one -> path.length == 4 ? one : about(one, path, query));
  }

  private static ObjectNode about(ObjectNode feed, String[] path, Map<String, String> query) {
    return switch (path[4]) {
      case "pause" -> feed.put("state", "paused");
      case "resume" -> feed.put("state", "running");
      default -> path.length > 5 ? retried(feed, query) : letters(query);
    };
  }

  private static ObjectNode retried(ObjectNode feed, Map<String, String> query) {
    var answer = JSON.createObjectNode();
    answer.set("feed", feed);
    return answer.put("letters", query.containsKey("entry") ? 1 : 1203);
  }

  /** One a page. */
  private static ObjectNode letters(Map<String, String> query) {
    int page = Integer.parseInt(query.getOrDefault("after", "1"));
    var answer = JSON.createObjectNode();
    var letter =
        answer.putArray("letters").addObject().put("entry", "170000000000%d-0".formatted(page));
    letter.put("reason", "no event").put("detail", "it has no filename\u001b[2J");
    letter.put("retried", page == 2).put("diedAt", "2026-01-01T00:00:00Z");
    letter.putObject("fields").put("colour", "blue");
    return answer.put("next", page < 3 ? Integer.toString(page + 1) : null);
  }
}
