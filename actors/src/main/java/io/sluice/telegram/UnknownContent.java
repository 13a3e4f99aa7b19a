package io.sluice.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.export.MessageTrees;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a message holds that this program does not know: values go in with their names, a JSON
 * object of bounded size comes out, for a later program. Values that do not fit are cut.
 */
final class UnknownContent {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int MOST_NAMES = 20;
  private static final int MOST_OF_NAME = 100;
  private static final String OTHERS = "other fields";

  /** Characters of JSON that are kept of a message. */
  private static final int MOST = 16 * 1024;

  private final Map<String, List<JsonNode>> found = new LinkedHashMap<>();

  /** Notes a value, unless there is nothing in it. */
  void add(String name, JsonNode value) {
    if (!MessageTrees.isEmpty(value)) {
      var bounded = name.length() > MOST_OF_NAME ? name.substring(0, MOST_OF_NAME) : name;
      boolean own = found.containsKey(bounded) || found.size() < MOST_NAMES;
      found.computeIfAbsent(own ? bounded : OTHERS, none -> new ArrayList<>()).add(value);
    }
  }

  /** All by name, those of one name as a list; null if there are none. */
  String json() {
    if (found.isEmpty()) {
      return null;
    }
    var kept = NODES.objectNode();
    int left = MOST;
    for (var entry : found.entrySet()) {
      var values = entry.getValue();
      var value = values.size() == 1 ? values.get(0) : NODES.arrayNode().addAll(values);
      var json = value.toString();
      int taken = Math.min(json.length(), left);
      kept.set(entry.getKey(), taken == json.length() ? value : cut(json, taken));
      left -= taken;
    }
    return kept.toString();
  }

  private static JsonNode cut(String json, int taken) {
    return NODES.objectNode().put("cut", json.substring(0, taken)).put("length", json.length());
  }
}
