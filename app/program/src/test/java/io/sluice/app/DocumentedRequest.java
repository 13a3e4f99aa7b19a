package io.sluice.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A request of curl's, as documents have it, held against the description of the API. */
final class DocumentedRequest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode DESCRIPTION = description();
  private static final Set<String> WITH_VALUE = Set.of("-X", "-d", "-F", "-T", "-H", "-o", "-u");
  private static final Set<String> ALONE = Set.of("-N", "-s", "-i", "-f");
  private static final int MANAGEMENT = 7626;
  private static final List<String> MANAGED =
      List.of("/alive", "/ready", "/startup", "/metrics", "/cluster/", "/log-levels/");

  private String method = "GET";
  private boolean isChosen;
  private URI address;
  private String body = "";

  private DocumentedRequest(List<String> words) {
    for (int i = 1; i < words.size(); i++) {
      var word = words.get(i);
      if (WITH_VALUE.contains(word)) {
        option(word, words.get(++i));
      } else if (!ALONE.contains(word)) {
        if (word.startsWith("-")) {
          throw new IllegalArgumentException("an option that this test does not know: " + word);
        }
        address = URI.create(word);
      }
    }
  }

  private void option(String name, String value) {
    switch (name) {
      case "-X" -> {
        method = value;
        isChosen = true;
      }
      case "-T" -> implied("PUT");
      case "-F" -> implied("POST");
      case "-d" -> {
        implied("POST");
        body = value;
      }
      default -> {}
    }
  }

  private void implied(String other) {
    method = isChosen ? method : other;
  }

  /** What is wrong with it; empty if the API takes it. */
  static Optional<String> wrong(List<String> words) {
    return new DocumentedRequest(words).wrong();
  }

  private Optional<String> wrong() {
    if (address.getPort() == MANAGEMENT) {
      return MANAGED.stream().anyMatch(address.getPath()::startsWith)
          ? Optional.empty()
          : Optional.of("management has no " + address.getPath());
    }
    var path = template();
    if (path.isEmpty()) {
      return Optional.of("the API has no " + address.getPath());
    }
    var operation = path.get().path(method.toLowerCase(Locale.ROOT));
    if (operation.isMissingNode()) {
      return Optional.of("no %s of %s".formatted(method, address.getPath()));
    }
    var known = parameters(path.get(), operation);
    return query()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "no parameter " + name)
        .or(() -> wrongBody(operation));
  }

  private Stream<String> query() {
    return address.getRawQuery() == null
        ? Stream.empty()
        : Stream.of(address.getRawQuery().split("&"))
            .map(part -> URLDecoder.decode(part.split("=")[0], StandardCharsets.UTF_8));
  }

  /** The one with the fewest parameters that it fits. */
  private Optional<JsonNode> template() {
    var asked = List.of(address.getPath().split("/"));
    JsonNode best = null;
    int fewest = Integer.MAX_VALUE;
    for (var entry : DESCRIPTION.get("paths").properties()) {
      var parts = List.of(entry.getKey().split("/"));
      int open = open(parts, asked);
      if (open >= 0 && open < fewest) {
        best = entry.getValue();
        fewest = open;
      }
    }
    return Optional.ofNullable(best);
  }

  /** How many parts of a path are parameters; -1 where it does not fit. */
  private static int open(List<String> parts, List<String> asked) {
    if (parts.size() != asked.size()) {
      return -1;
    }
    int open = 0;
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).startsWith("{")) {
        open++;
      } else if (!parts.get(i).equals(asked.get(i))) {
        return -1;
      }
    }
    return open;
  }

  private static Set<String> parameters(JsonNode path, JsonNode operation) {
    var names = new HashSet<String>();
    for (var list : List.of(path.path("parameters"), operation.path("parameters"))) {
      list.forEach(parameter -> names.add(resolved(parameter).path("name").asText()));
    }
    return names;
  }

  private Optional<String> wrongBody(JsonNode operation) {
    if (!body.startsWith("{")) {
      return Optional.empty();
    }
    JsonNode given;
    try {
      given = JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return Optional.of("no JSON: " + body);
    }
    var schema =
        resolved(operation.path("requestBody")).at("/content/application~1json").path("schema");
    var known = properties(schema);
    var names = new ArrayList<String>();
    given.fieldNames().forEachRemaining(names::add);
    return names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "the body has no " + name + ", only " + known);
  }

  private static Set<String> properties(JsonNode schema) {
    var found = new HashSet<String>();
    var plain = resolved(schema);
    plain.path("properties").fieldNames().forEachRemaining(found::add);
    for (var several : List.of("oneOf", "anyOf", "allOf")) {
      plain.path(several).forEach(one -> found.addAll(properties(one)));
    }
    return found;
  }

  private static JsonNode resolved(JsonNode node) {
    var reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : DESCRIPTION.at(reference.substring(1));
  }

  private static JsonNode description() {
    try (var in = DocumentedRequest.class.getResourceAsStream("/io/sluice/api/openapi.json")) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
