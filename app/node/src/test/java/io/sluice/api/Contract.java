package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import io.sluice.api.Wire.Answer;
import io.sluice.node.ApiNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** What the description promises of answers, and what no answer may hold. Thread-safe. */
final class Contract {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String PROBLEM = "application/problem+json";

  private static final Pattern LEAK =
      Pattern.compile(
          "\\bjava\\.|javax\\.|io\\.sluice|org\\.(apache|postgres)|com\\.fasterxml|Exception\\b"
              + "|\\.java:|\\bat [a-z]+\\.[a-z]+\\.|SELECT |INSERT |UPDATE |sluice\\.(channel|photo)"
              + "|PSQL|jdbc:|pekko");

  private final JsonNode document;
  private final List<Known> operations = new ArrayList<>();
  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final SchemaValidatorsConfig strict =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  /** An operation as the description has it. */
  record Known(String id, String method, String path, Pattern target, JsonNode node) {}

  private Contract(JsonNode document) {
    this.document = document;
    document
        .get("paths")
        .properties()
        .forEach(path -> path.getValue().properties().forEach(o -> add(path.getKey(), o)));
  }

  static Contract load() {
    try (var in = Contract.class.getResourceAsStream("openapi.json")) {
      return new Contract(JSON.readTree(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(String path, Map.Entry<String, JsonNode> operation) {
    var target =
        path.replace("{path}", ".+").replaceAll("\\{\\w+}", "[^/]+").replace(".json", "[.]json");
    operations.add(
        new Known(
            operation.getValue().get("operationId").asText(),
            operation.getKey().toUpperCase(Locale.ROOT),
            path,
            Pattern.compile(target),
            operation.getValue()));
  }

  List<Known> operations() {
    return operations;
  }

  JsonNode schema(String name) {
    return document.at("/components/schemas/" + name);
  }

  /** What is wrong with an answer; empty if nothing is. */
  Optional<String> breach(String method, String target, String sent, Answer answer) {
    var complaint = complaint(method, target, sent, answer);
    return complaint.map(
        words ->
            "%s %s: %s\n%d %s\n%s"
                .formatted(
                    method,
                    Wire.shown(target),
                    words,
                    answer.status(),
                    answer.headers(),
                    Wire.shown(answer.text())));
  }

  private Optional<String> complaint(String method, String target, String sent, Answer answer) {
    if (answer.status() >= 500 && answer.status() != 501 && answer.status() != 507) {
      return Optional.of("a failure of the server");
    }
    if (!answer.header("X-Content-Type-Options").equals("nosniff")) {
      return Optional.of("not the security headers");
    }
    if (method.equals("HEAD")) {
      return Optional.empty();
    }
    boolean problem = answer.status() >= 400;
    if (problem && !answer.type().equals(PROBLEM)) {
      return Optional.of("no problem");
    }
    if (problem) {
      var leak = leak(target + sent, answer);
      if (leak.isPresent()) {
        return leak;
      }
    }
    var path = target.split("[?]", 2)[0];
    var here = operations.stream().filter(o -> o.target().matcher(path).matches()).toList();
    var operation = here.stream().filter(o -> o.method().equals(method)).findFirst();
    // The server resolves dots before it looks where a request goes.
    boolean dots = path.toLowerCase(Locale.ROOT).matches(".*/([.]|%2e).*");
    if (operation.isPresent() && !isIllegal(answer) && !dots) {
      return described(operation.get(), answer);
    }
    if (answer.status() == 405 && answer.header("Allow").isEmpty()) {
      return Optional.of("405 without Allow");
    }
    return problem ? invalid(schema("Problem"), "problem", answer) : Optional.empty();
  }

  /** What the server itself answers to what is hardly a request. */
  private static boolean isIllegal(Answer answer) {
    return answer
        .text()
        .matches("(?s).*problem:(illegal-request|address-too-long|header-too-.*)\".*");
  }

  private static Optional<String> leak(String sent, Answer answer) {
    var text = answer.text();
    var found = LEAK.matcher(text);
    if (found.find() && !sent.contains(found.group())) {
      return Optional.of("tells " + found.group());
    }
    var directory = ApiNode.directory().toString();
    if (text.contains(directory) && !sent.contains(directory)) {
      return Optional.of("tells a path");
    }
    return text.contains(ApiNode.database().password())
        ? Optional.of("tells the password")
        : Optional.empty();
  }

  private Optional<String> described(Known operation, Answer answer) {
    var response = operation.node().get("responses").path("" + answer.status());
    if (response.isMissingNode()) {
      return Optional.of("the status is not described for " + operation.id());
    }
    var here =
        response.has("$ref") ? document.at(response.get("$ref").asText().substring(1)) : response;
    if (!here.has("content")) {
      return answer.body().length == 0
          ? Optional.empty()
          : Optional.of("a body that should not be");
    }
    var content = here.get("content").path(answer.type());
    if (content.isMissingNode()) {
      return Optional.of("the type is not described for " + operation.id());
    }
    return answer.type().endsWith("json")
        ? invalid(content.get("schema"), operation.id() + answer.status(), answer)
        : Optional.empty();
  }

  private Optional<String> invalid(JsonNode schema, String key, Answer answer) {
    try {
      return invalid(schema, key, JSON.readTree(answer.body()));
    } catch (IOException e) {
      return Optional.of("no JSON");
    }
  }

  Optional<String> invalid(JsonNode schema, String key, JsonNode value) {
    var found = schemas.computeIfAbsent(key, unknown -> compiled(schema)).validate(value);
    return found.isEmpty() ? Optional.empty() : Optional.of(found.toString());
  }

  private JsonSchema compiled(JsonNode schema) {
    ObjectNode whole = schema.deepCopy();
    whole.set("components", document.get("components"));
    return factory.getSchema(whole, strict);
  }

  /** How often each operation and status was seen, for a table. */
  static final class Seen {
    private final Map<String, Integer> counts = new TreeMap<>();

    synchronized void add(String what) {
      counts.merge(what, 1, Integer::sum);
    }

    synchronized Map<String, Integer> counts() {
      return new TreeMap<>(counts);
    }
  }
}
