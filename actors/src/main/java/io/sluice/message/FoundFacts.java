package io.sluice.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found on a site, as templates name it: the JSON of {@code websites.facts} goes in, texts
 * come out. A value is a text, an object with its {@code value} and the page where it was found, or
 * several of these, of which the first is taken.
 */
final class FoundFacts {
  /** As they stand in templates, with the names that they have in the facts. */
  private static final Map<String, List<String>> NAMES = names();

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 20_000;

  private final JsonNode facts;

  private FoundFacts(JsonNode facts) {
    this.facts = facts;
  }

  private static Map<String, List<String>> names() {
    var names = new LinkedHashMap<String, List<String>>();
    names.put("company_name", List.of("company_name", "company"));
    names.put("title", List.of("title"));
    names.put("description", List.of("description"));
    names.put("language", List.of("language"));
    names.put("email", List.of("email", "emails"));
    names.put("phone", List.of("phone", "phones"));
    names.put("contact_page", List.of("contact_page", "contact_form"));
    names.put("industry", List.of("industry"));
    names.put("main_text", List.of("main_text", "text"));
    return names;
  }

  /** All that can stand in a template. */
  static List<String> names(List<String> more) {
    var all = new ArrayList<>(NAMES.keySet());
    all.addAll(more);
    return all;
  }

  /**
   * @param json null where nothing was found
   */
  static FoundFacts of(String json) {
    try {
      return new FoundFacts(json == null ? MissingNode.getInstance() : JSON.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("of a column that is JSON", e);
    }
  }

  /** By their names in templates; empty where nothing was found. */
  Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    NAMES.forEach((name, keys) -> texts.put(name, first(keys)));
    return texts;
  }

  private String first(List<String> keys) {
    return keys.stream()
        .map(key -> text(facts.path(key)))
        .filter(text -> !text.isBlank())
        .findFirst()
        .orElse("");
  }

  private static String text(JsonNode node) {
    if (node.isArray()) {
      return node.isEmpty() ? "" : text(node.get(0));
    }
    if (node.isObject()) {
      for (var key : List.of("value", "address", "url", "page")) {
        var text = text(node.path(key));
        if (!text.isEmpty()) {
          return text;
        }
      }
      return "";
    }
    var text = node.isValueNode() && !node.isNull() ? node.asText().strip() : "";
    return text.length() > MOST ? text.substring(0, MOST) : text;
  }

  /** Whether the site wants no model to be shown what it says. */
  boolean isClosedToModels() {
    return List.of("noai", "noml", "tdm_reservation", "tdm_reserved").stream()
        .map(facts::path)
        .map(node -> node.isObject() ? node.path("value") : node)
        .anyMatch(node -> node.asBoolean() || "1".equals(node.asText()));
  }
}
