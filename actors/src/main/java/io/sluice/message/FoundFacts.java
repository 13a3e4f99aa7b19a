package io.sluice.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.sluice.ledger.message.MessageTasks.Site;
import io.sluice.page.Permissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/**
 * What was found on a site, as templates name it: the JSON of {@code websites.facts} and what else
 * its row has go in, texts come out. Each fact is an object with its {@code value} and the page
 * where it was found; of several the first is taken.
 */
final class FoundFacts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST = 20_000;

  private final JsonNode facts;
  private final Map<String, String> texts = new LinkedHashMap<>();

  private FoundFacts(Site site, JsonNode facts) {
    this.facts = facts;
    texts.put("url", of(site.url()));
    texts.put("domain", of(site.domain()));
    texts.put("company_name", site.company() == null ? value("company") : of(site.company()));
    texts.put("title", value("title"));
    texts.put("description", value("description"));
    texts.put("language", value("language"));
    texts.put("email", value("emails"));
    texts.put("phone", value("phones"));
    texts.put("contact_page", of(site.contact()));
    texts.put("industry", of(site.industry()));
    texts.put("main_text", value("main_text"));
  }

  static FoundFacts of(Site site) {
    try {
      return new FoundFacts(
          site, site.facts() == null ? MissingNode.getInstance() : JSON.readTree(site.facts()));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("of a column that is JSON", e);
    }
  }

  /** All names that facts have in templates. */
  static Set<String> names() {
    return of(new Site(null, null, null, List.of(), null, null, null, null)).texts.keySet();
  }

  /** By their names in templates; empty where nothing was found. The longest comes last. */
  Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  private static String of(String text) {
    return text == null ? "" : text.strip();
  }

  private String value(String name) {
    var found = facts.path(name);
    var one = found.isArray() ? found.path(0) : found;
    var text = one.path("value").asText("").strip();
    return text.length() > MOST ? text.substring(0, MOST) : text;
  }

  /** Addresses of those that were read. */
  List<String> pages() {
    return StreamSupport.stream(facts.path("pages").spliterator(), false)
        .map(page -> page.path("address").asText(""))
        .toList();
  }

  /** Whether what was found says too little. */
  boolean isThin() {
    return facts.path("state").asText().equals("thin");
  }

  /** Whether the site wants no model to be shown what it says. */
  boolean isClosedToModels() {
    return !Permissions.read(facts.path("permissions")).allowModel();
  }
}
