package io.sluice.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/**
 * The numbers of a report in JSON, each by where it stands: a list of numbers, as of rounds, is one
 * figure, and an object in a list is known by its texts.
 */
final class FigureRows {
  private final Map<String, double[]> rows = new LinkedHashMap<>();

  private FigureRows() {}

  static Map<String, double[]> of(JsonNode report) {
    var found = new FigureRows();
    found.add("", report);
    return found.rows;
  }

  private void add(String place, JsonNode node) {
    if (node.isNumber()) {
      rows.put(place, new double[] {node.asDouble()});
    } else if (node.isObject()) {
      node.properties().forEach(field -> add(place, field.getKey(), field.getValue()));
    } else if (node.isArray() && !node.isEmpty()) {
      addAll(place, node);
    }
  }

  private void add(String place, String name, JsonNode node) {
    add(place.isEmpty() ? name : place + "." + name, node);
  }

  private void addAll(String place, JsonNode array) {
    if (all(array).stream().allMatch(JsonNode::isNumber)) {
      rows.put(place, all(array).stream().mapToDouble(JsonNode::asDouble).toArray());
      return;
    }
    var seen = new HashMap<String, Integer>();
    for (var one : array) {
      var name = name(one);
      int times = seen.merge(name, 1, Integer::sum);
      // Ways that are measured by several sizes have the same texts.
      add("%s[%s%s]".formatted(place, name, times == 1 ? "" : " #" + times), one);
    }
  }

  private static String name(JsonNode node) {
    var texts = new ArrayList<String>();
    node.elements()
        .forEachRemaining(
            value -> {
              if (value.isTextual()) {
                texts.add(value.asText());
              }
            });
    return String.join(", ", texts);
  }

  private static List<JsonNode> all(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
