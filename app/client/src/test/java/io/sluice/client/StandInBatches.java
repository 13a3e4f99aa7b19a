package io.sluice.client;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The batches of a {@link StandInNode}, by name; each look at one that runs brings it nearer its
 * end.
 */
final class StandInBatches {
  private static final ObjectMapper JSON = new ObjectMapper();

  final Map<String, ObjectNode> batches = new ConcurrentSkipListMap<>();

  static ObjectNode batch(long id, String name, String state) {
    var batch = JSON.createObjectNode().put("id", id).put("name", name).put("kind", "files");
    batch.put("state", state).putNull("reason").putNull("lastError");
    batch.putObject("source").put("followLinks", false).putArray("paths").add("/pictures");
    batch.put("allListed", state.equals("listing") ? Boolean.FALSE : Boolean.TRUE);
    batch
        .putObject("counters")
        .put("listed", 2000)
        .put("done", 1000)
        .put("duplicates", 30)
        .put("failed", 3)
        .put("dead", 1)
        .put("bytes", 12_345_678);
    batch.putObject("passedOver").put("symbolic link", 2);
    batch.put("missed", 0);
    batch.putObject("rate").put("itemsPerSecond", 12.3).put("bytesPerSecond", 1e6);
    batch.put("secondsLeft", 78.5).put("createdAt", "2026-01-01T00:00:00Z").putNull("endedAt");
    return batch.put("ofANewerNode", true);
  }

  void add(long id, String name, String state) {
    batches.put(name, batch(id, name, state));
  }

  /** What comes back; empty where there is no such batch. */
  Optional<ObjectNode> answer(String[] path, Map<String, String> query) {
    if (path.length == 3) {
      var answer = JSON.createObjectNode().putNull("next");
      var all = answer.putArray("batches");
      batches.values().stream()
          .filter(batch -> batch.path("state").asText().matches(query.getOrDefault("state", ".*")))
          .forEach(all::add);
      return Optional.of(answer);
    }
    var batch =
        batches.values().stream()
            .filter(
                one ->
                    List.of(one.path("name").asText(), one.path("id").asText()).contains(path[3]))
            .findFirst();
    return batch.map(one -> path.length == 4 ? looked(one) : about(one, path[4], query));
  }

  private static ObjectNode looked(ObjectNode batch) {
    var answer = batch.deepCopy();
    switch (batch.path("state").asText()) {
      case "listing" -> batch.put("state", "running").put("allListed", true);
      case "running" -> batch.put("state", "completed").putNull("secondsLeft");
      default -> {}
    }
    return answer;
  }

  private static ObjectNode about(ObjectNode batch, String what, Map<String, String> query) {
    return switch (what) {
      case "failures" -> {
        var answer = JSON.createObjectNode();
        var failures = answer.putArray("failures");
        failures.addObject().put("reason", "missing").put("items", 2500);
        failures.addObject().put("reason", "unreadable").put("items", 1);
        yield answer;
      }
      case "items" -> {
        int page = Integer.parseInt(query.getOrDefault("after", "1"));
        var answer = JSON.createObjectNode();
        answer
            .putArray("items")
            .addObject()
            .put("number", page)
            .put("address", "file:///pictures/" + page)
            .put("state", "failed")
            .put("reason", query.get("reason"))
            .put("detail", "store: gone\u001b[2J");
        yield answer.put("next", page < 3 ? Integer.toString(page + 1) : null);
      }
      case "pause" -> batch.put("state", "paused");
      case "resume" -> batch.put("state", "running");
      case "retry" -> {
        var answer = JSON.createObjectNode();
        answer.set("batch", batch.put("state", "running"));
        yield answer.put("items", 2501);
      }
      default -> batch.put("state", "cancelled");
    };
  }
}
