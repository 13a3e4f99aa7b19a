package io.sluice.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A batch that a node is to work on.
 *
 * @param kind of its items
 * @param name null for one that the node makes
 * @param paths on the node's machine
 * @param key the same for each time that it is sent, so that there is one batch
 */
public record Submission(
    String kind, String name, List<String> paths, boolean followLinks, String key) {
  public Submission {
    paths = List.copyOf(paths);
  }

  ObjectNode json() {
    var json = NodeJson.object().put("kind", kind).put("key", key);
    if (name != null) {
      json.put("name", name);
    }
    var source = json.putObject("source").put("followLinks", followLinks);
    paths.forEach(source.putArray("paths")::add);
    return json;
  }
}
