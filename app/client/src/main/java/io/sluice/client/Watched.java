package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.view.ChannelView;
import io.sluice.view.StatusView;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is known of a node while it is watched: its list and its events go in, the channels as they
 * are now come out. With channels chosen it knows of these only, and when they are done.
 */
final class Watched {
  private static final String COMPLETED = "completed";
  private static final String FAILED = "failed";

  private final Set<Long> chosen;
  private final Set<Long> removed = new HashSet<>();
  private final Map<Long, ChannelView> channels = new TreeMap<>();
  private StatusView status;

  /**
   * @param chosen ids; empty for all
   */
  Watched(Collection<Long> chosen) {
    this.chosen = Set.copyOf(chosen);
  }

  /** What changed, to be told. */
  interface Changes {
    void channel(ChannelView channel, JsonNode json);

    void removed(String name, JsonNode json);

    void status(StatusView status, JsonNode json);
  }

  /** All channels that there are; tells those that are new or have changed. */
  void list(Iterable<JsonNode> listed, Changes changes) throws IOException {
    var ids = new HashSet<Long>();
    for (var json : listed) {
      ids.add(json.path("id").asLong());
      channel(json, changes);
    }
    for (var id : Set.copyOf(channels.keySet())) {
      if (!ids.contains(id)) {
        remove(id, NodeJson.object().put("id", id), changes);
      }
    }
    chosen.stream().filter(id -> !ids.contains(id)).forEach(removed::add);
  }

  /** Takes an event; those that this program does not know are passed over. */
  void take(ServerEvents.Event event, Changes changes) throws IOException {
    switch (event.name()) {
      case "channel" -> channel(NodeJson.tree(event.data()), changes);
      case "removed" -> {
        var json = NodeJson.tree(event.data());
        remove(json.path("id").asLong(), json, changes);
      }
      case "status" -> {
        var json = NodeJson.tree(event.data());
        status = NodeJson.read(json, StatusView.class);
        changes.status(status, json);
      }
      default -> {}
    }
  }

  private void channel(JsonNode json, Changes changes) throws IOException {
    var channel = NodeJson.read(json, ChannelView.class);
    if (isChosen(channel.id()) && !channel.equals(channels.put(channel.id(), channel))) {
      changes.channel(channel, json);
    }
  }

  private void remove(long id, JsonNode json, Changes changes) {
    if (isChosen(id)) {
      removed.add(id);
      var known = channels.remove(id);
      changes.removed(known == null ? "channel " + id : known.name(), json);
    }
  }

  private boolean isChosen(long id) {
    return chosen.isEmpty() || chosen.contains(id);
  }

  Collection<ChannelView> channels() {
    return channels.values();
  }

  /** Null before the first. */
  StatusView status() {
    return status;
  }

  /** Whether channels were chosen, and nothing will happen any more to any of them. */
  boolean isDone() {
    return !chosen.isEmpty() && chosen.stream().allMatch(this::isDone);
  }

  private boolean isDone(long id) {
    var channel = channels.get(id);
    return removed.contains(id)
        || channel != null && (channel.state().equals(COMPLETED) || channel.state().equals(FAILED));
  }

  boolean isAllCompleted() {
    return chosen.stream()
        .allMatch(id -> channels.containsKey(id) && channels.get(id).state().equals(COMPLETED));
  }
}
