package io.sluice.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A batch that a node is to work on.
 *
 * @param kind of its items
 * @param name null for one that the node makes
 * @param paths on the node's machine
 * @param addresses of files of the web
 * @param lists of all these, on the node's machine
 * @param websites how a list of these is read, and what is written to them; null for nothing
 * @param key the same for each time that it is sent, so that there is one batch
 */
public record Submission(
    String kind,
    String name,
    List<String> paths,
    boolean followLinks,
    List<String> addresses,
    List<String> lists,
    JsonNode websites,
    String key) {
  public Submission {
    paths = List.copyOf(paths);
    addresses = List.copyOf(addresses);
    lists = List.copyOf(lists);
  }

  ObjectNode json() {
    var json = NodeJson.object().put("kind", kind).put("key", key);
    if (name != null) {
      json.put("name", name);
    }
    if (websites != null) {
      json.set("websites", websites);
    }
    var source = json.putObject("source").put("followLinks", followLinks);
    put(source, "paths", paths);
    put(source, "addresses", addresses);
    put(source, "lists", lists);
    return json;
  }

  /** A node of an earlier version does not know all of these. */
  static void put(ObjectNode source, String field, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(source.putArray(field)::add);
    }
  }
}
