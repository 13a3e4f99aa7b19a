package io.sluice.page;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON-LD as pages have it, with their mistakes; what is no JSON at all is nothing. */
final class SchemaReader {
  /** What is taken of a thing, besides its address. */
  static final List<String> FIELDS =
      List.of(
          "name",
          "legalName",
          "alternateName",
          "url",
          "telephone",
          "faxNumber",
          "email",
          "description",
          "slogan",
          "foundingDate",
          "numberOfEmployees",
          "openingHours",
          "priceRange",
          "areaServed",
          "vatID",
          "taxID");

  private static final int SCRIPT = 200_000;
  private static final int ALL = 600_000;
  private static final int THINGS = 20;
  private static final int NODES = 5_000;
  private static final int VALUE = 200;
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(60)
                          .maxStringLength(SCRIPT)
                          .build())
                  .build())
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private final List<SchemaThing> things = new ArrayList<>();
  private int characters;
  private int nodes;

  void read(String script) {
    if (script.length() > SCRIPT || things.size() >= THINGS) {
      return;
    }
    characters += script.length();
    if (characters > ALL) {
      return;
    }
    try {
      walk(JSON.readTree(unwrapped(script)));
    } catch (JsonProcessingException e) {
      // Nothing is known of it then.
    }
  }

  List<SchemaThing> things() {
    return things;
  }

  private static String unwrapped(String script) {
    var json = script.strip();
    if (json.startsWith("<!--") || json.startsWith("//<![CDATA[") || json.startsWith("<![CDATA[")) {
      int start = json.indexOf('{');
      int list = json.indexOf('[', 12);
      start = start < 0 || list >= 0 && list < start ? list : start;
      int end = Math.max(json.lastIndexOf('}'), json.lastIndexOf("}]") + 1);
      json = start < 0 || end < start ? json : json.substring(start, end + 1);
    }
    return json.endsWith(";") ? json.substring(0, json.length() - 1) : json;
  }

  private void walk(JsonNode node) {
    if (node == null || things.size() >= THINGS || ++nodes > NODES) {
      return;
    }
    if (node.isObject()) {
      var type = type(node);
      if (!type.isEmpty()) {
        add(type, node);
      }
    }
    for (var child : node) {
      if (child.isContainerNode()) {
        walk(child);
      }
    }
  }

  private static String type(JsonNode node) {
    var type = node.path("@type");
    var first = type.isArray() ? type.path(0) : type;
    var name = CleanText.line(first.asText(""), 60);
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1);
  }

  private void add(String type, JsonNode node) {
    var fields = new LinkedHashMap<String, String>();
    for (var name : FIELDS) {
      var value = text(node.get(name));
      if (!value.isEmpty()) {
        fields.put(name, value);
      }
    }
    var address = address(node.get("address"));
    boolean isPart = type.equals("PostalAddress") || type.equals("ListItem");
    if (!isPart && (!fields.isEmpty() || address != null)) {
      things.add(new SchemaThing(type, Map.copyOf(fields), address));
    }
  }

  /** The first of several. */
  private static String text(JsonNode node) {
    var one = node != null && node.isArray() ? node.path(0) : node;
    if (one == null) {
      return "";
    }
    if (one.isObject()) {
      one = one.has("name") ? one.path("name") : one.path("value");
    }
    return one.isValueNode() ? CleanText.line(one.asText(""), VALUE) : "";
  }

  private static PostalAddress address(JsonNode node) {
    var one = node != null && node.isArray() ? node.path(0) : node;
    if (one == null) {
      return null;
    }
    if (one.isTextual()) {
      var written = CleanText.line(one.asText(), VALUE);
      return written.isEmpty()
          ? null
          : new PostalAddress("", "", "", "", "", written, "schema.org");
    }
    var address =
        PostalAddress.of(
            text(one.get("streetAddress")),
            text(one.get("postalCode")),
            text(one.get("addressLocality")),
            text(one.get("addressRegion")),
            text(one.get("addressCountry")),
            "schema.org");
    return address.isEmpty() ? null : address;
  }
}
