package io.sluice.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.api.Contract.Known;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/**
 * Makes requests from the description: as it wants them, nearly so, and not at all so. The same
 * seed makes the same requests.
 */
final class Fuzz {
  private static final List<String> WORDS =
      List.of(
          "",
          " ",
          "0",
          "-1",
          "null",
          "true",
          "..",
          "../../etc/passwd",
          "%",
          "%00",
          "%2e%2e%2f",
          "\0",
          "'; DROP TABLE sluice.channel; --",
          "' OR 1=1",
          "${jndi:ldap://x}",
          "<script>",
          "é",
          "\uD83D\uDCA9",
          "\u202E",
          "\uD800",
          "\uFFFF",
          "\u2028",
          "1e999",
          "NaN",
          "9223372036854775808",
          "-9223372036854775809",
          "٣",
          "\r\nX: y",
          "\\",
          "\"",
          "{}",
          "[]",
          "@durov",
          "upload:x",
          "completed",
          "following",
          "photos/a.jpg",
          "CON",
          ".",
          "~");
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "DANCE", "get");

  private final Random random;
  private final Contract contract;
  private final long known;
  private final String batch;
  private final String node;

  /** A request, with the body of null for none. */
  record Request(String method, String target, List<String> headers, byte[] body, boolean valid) {}

  /**
   * @param known a channel that only what changes nothing is asked of
   * @param batch the number of such a batch
   * @param node the one that answers, which nothing is asked to end with force
   */
  Fuzz(long seed, Contract contract, long known, String batch, String node) {
    random = new Random(seed);
    this.contract = contract;
    this.known = known;
    this.batch = batch;
    this.node = node;
  }

  /** What would change the known channel or end the node is not asked, also not by chance. */
  Request next() {
    var request = any();
    while (!request.method().matches("GET|HEAD")
        && request
            .target()
            .matches(
                "/api/(channels/%d([/?].*)?|batches/%s([/?].*)?|nodes/%s.*force.*)"
                    .formatted(known, batch, node))) {
      request = any();
    }
    return request;
  }

  private Request any() {
    if (chance(0.06)) {
      return wild();
    }
    var operations =
        contract.operations().stream().filter(o -> !o.id().equals("streamEvents")).toList();
    var operation = pick(operations);
    boolean near = chance(0.5);
    var headers = new ArrayList<String>();
    var body = body(operation, headers, near);
    var target = target(operation, near);
    for (var parameter : operation.node().path("parameters")) {
      if (parameter.get("in").asText().equals("header") && !(near && chance(0.1))) {
        headers.add(parameter.get("name").asText() + ": " + header(parameter, near, body));
      }
    }
    var method = near && chance(0.05) ? pick(METHODS) : operation.method();
    if (near && chance(0.1)) {
      headers.add("X-" + random.nextInt(9) + ": " + "x".repeat(random.nextInt(200)));
    }
    return new Request(method, target, headers, body, !near);
  }

  private Request wild() {
    var path = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      var part =
          pick(
              List.of(
                  "api",
                  "channels",
                  "batches",
                  "nodes",
                  "images",
                  "uploads",
                  "" + missing(),
                  pick(WORDS)));
      path.append('/').append(chance(0.8) ? encoded(part) : part.replaceAll("[^!-~]|[?#]", "x"));
    }
    var body = chance(0.3) ? bytes() : null;
    var method = pick(METHODS);
    return new Request(method, path.toString(), new ArrayList<>(), body, false);
  }

  private String target(Known operation, boolean near) {
    var path = operation.path();
    var query = new StringBuilder();
    for (var parameter : operation.node().path("parameters")) {
      if (parameter.get("in").asText().equals("header")) {
        continue;
      }
      var name = parameter.get("name").asText();
      boolean inPath = parameter.get("in").asText().equals("path");
      var value =
          near && chance(0.4) ? mutated(value(operation, parameter)) : value(operation, parameter);
      if (inPath) {
        path =
            path.replace(
                "{" + name + "}", value.isEmpty() ? "%20" : encoded(value).replace("%2F", "/"));
      } else if (parameter.path("required").asBoolean() || name.equals("wait") || chance(0.5)) {
        query
            .append(query.length() == 0 ? '?' : '&')
            .append(name)
            .append('=')
            .append(encoded(value));
      }
    }
    if (near && chance(0.1)) {
      query.append(query.length() == 0 ? '?' : '&').append(encoded(pick(WORDS))).append("=1");
    }
    return path + query;
  }

  private String header(JsonNode parameter, boolean near, byte[] body) {
    if (near && chance(0.3)) {
      return pick(WORDS).replaceAll("[^ -~]", "x");
    }
    return switch (parameter.get("name").asText()) {
      case "Tus-Resumable" -> "1.0.0";
      case "Upload-Metadata" -> "filename Zi50eHQ=,batch ZnV6ei1waWVjZXM=";
      // No shorter than what comes of it at once.
      default -> "" + ((body == null ? 0 : body.length) + 1000 + random.nextInt(1 << 16));
    };
  }

  private String value(Known operation, JsonNode parameter) {
    var schema = parameter.get("schema");
    if (schema.has("enum")) {
      return schema.get("enum").get(random.nextInt(schema.get("enum").size())).asText();
    }
    if (schema.path("format").asText().equals("uuid")) {
      return chance(0.5) ? node : new UUID(random.nextLong(), random.nextLong()).toString();
    }
    return switch (parameter.get("name").asText()) {
      case "id" ->
          operation.method().equals("GET") && chance(0.7) ? known(operation) : "" + missing();
      case "wait" -> "0";
      case "since" -> pick(List.of("15m", "1h", "7200s"));
      case "until" -> pick(List.of("0s", "5m"));
      case "limit" -> "" + (1 + random.nextInt(chance(0.9) ? 20 : 1000));
      case "upload" -> "fuzz-" + (100 + random.nextInt(20));
      case "path" ->
          pick(List.of("photos/a.jpg", "result.json", "x/y/" + random.nextInt(30), "é.jpg"));
      case "after" -> pick(List.of("abc", "Y2hhbm5lbHM6MQ", "bWVzc2FnZXMxOjUw", "____"));
      case "state" -> pick(List.of("done", "failed,dead", "duplicate,duplicate"));
      case "entry" -> pick(List.of("fuzz-" + random.nextInt(9) + ".example", "a@fuzz.example"));
      case "reason" -> pick(List.of("missing", "unreadable", "é", "%"));
      case "name" ->
          operation.id().equals("postFiles")
              ? "fuzz-" + UUID.nameUUIDFromBytes(bytes())
              : pick(List.of("harbour-news", "@durov", "t.me/x", "%", "x"));
      default ->
          schema.get("type").asText().equals("boolean")
              ? "" + random.nextBoolean()
              : "" + (schema.has("maximum") ? within(schema) : missing());
    };
  }

  private long within(JsonNode schema) {
    long least = schema.path("minimum").asLong();
    return least + (long) (random.nextDouble() * (schema.get("maximum").asLong() - least));
  }

  private String known(Known operation) {
    return operation.path().startsWith("/api/batches") ? batch : "" + known;
  }

  private byte[] body(Known operation, List<String> headers, boolean near) {
    var content = operation.node().at("/requestBody/content");
    if (content.isMissingNode()) {
      return near && chance(0.1) ? bytes() : null;
    }
    var type = content.fieldNames().next();
    headers.add("Content-Type: " + (near && chance(0.1) ? pick(METHODS) + "/x" : type));
    if (type.startsWith("multipart")) {
      headers.set(headers.size() - 1, headers.get(headers.size() - 1) + "; boundary=fuzz");
      var form = SentForm.of("fuzz").file(pick(WORDS), pick(WORDS)).file("x.txt", "x").bytes();
      return near ? broken(form) : form;
    }
    if (!type.endsWith("json")) {
      return bytes();
    }
    var json = object(schemaOf(content.get(type).at("/schema/$ref").asText()), near);
    var text = json.toString().getBytes(StandardCharsets.UTF_8);
    return near && chance(0.3) ? broken(text) : text;
  }

  private JsonNode schemaOf(String reference) {
    return contract.schema(reference.substring(reference.lastIndexOf('/') + 1));
  }

  private ObjectNode object(JsonNode schema, boolean near) {
    var json = JsonNodeFactory.instance.objectNode();
    var required = schema.path("required").toString() + schema.at("/anyOf/0/required");
    schema
        .get("properties")
        .properties()
        .forEach(
            property -> {
              if ((required.contains(property.getKey()) && !(near && chance(0.1))) || chance(0.3)) {
                json.set(property.getKey(), field(property.getKey(), property.getValue(), near));
              }
            });
    if (near && chance(0.1)) {
      json.set(pick(WORDS), any(3));
    }
    return json;
  }

  /** Sources are those that no node may read, so that nothing is collected. */
  private JsonNode field(String name, JsonNode schema, boolean near) {
    var make = JsonNodeFactory.instance;
    if (near && chance(0.3)) {
      return any(4);
    }
    if (schema.path("type").asText().equals("object")) {
      return object(schema, near);
    }
    var other = schema.path("$ref").asText();
    if (!other.isEmpty()) {
      return object(schemaOf(other), near);
    }
    var element = schema.at("/items/$ref").asText();
    if (!element.isEmpty()) {
      return make.arrayNode().add(object(schemaOf(element), near));
    }
    return switch (name) {
      case "source" ->
          make.textNode(
              pick(
                  List.of(
                      "/no/such/" + random.nextInt(),
                      "upload:nothing-here",
                      "@+",
                      "t.me/c/1",
                      "x")));
      case "hashes" -> make.arrayNode().add("%064x".formatted(random.nextInt(1 << 30)));
      case "description" -> make.textNode(pick(WORDS).replaceAll("\\p{C}", ""));
      case "url" -> make.textNode("redis://127.0.0.1:1/fuzz-" + random.nextInt(5));
      case "group", "password" -> make.textNode(pick(List.of("a", "b c", "é")));
      case "since" ->
          make.textNode(
              "20%02d-0%d-1%d"
                  .formatted(random.nextInt(25), 1 + random.nextInt(9), random.nextInt(9)));
      case "interval" ->
          make.textNode((1 + random.nextInt(99)) + pick(List.of("s", "m", "h", "S")));
      case "chats" -> make.arrayNode().add("Harbour").add("" + random.nextInt());
      case "follow", "followLinks" -> make.booleanNode(false);
      case "addresses" -> make.arrayNode().add("ftp://example.org/" + random.nextInt());
      case "entries" -> make.arrayNode().add("fuzz-" + random.nextInt(9) + ".example");
      case "action", "status" -> schema.get("enum").get(random.nextInt(schema.get("enum").size()));
      case "all", "ask", "withApproved" -> make.booleanNode(random.nextBoolean());
      case "lines" -> make.arrayNode().add(1 + random.nextInt(1 << 30));
      case "maxTokens", "maxCost" -> make.numberNode(1 + random.nextInt(1000));
      case "reason", "text", "template", "model", "language", "urlColumn", "token" ->
          make.textNode(pick(List.of("thin", "Dear {{name}}", "de", "é")));
      case "path" -> make.textNode("x/" + random.nextInt(30));
      case "size", "modified" -> make.numberNode(1 + random.nextInt(1 << 30));
      case "paths", "lists" -> make.arrayNode().add("/no/such/" + random.nextInt()).add("x");
      case "kind", "name", "key" -> make.textNode(pick(List.of("files", "a b", "é-1", "x.y")));
      default -> make.numberNode(random.nextLong() >>> 1 + random.nextInt(62));
    };
  }

  private JsonNode any(int depth) {
    var make = JsonNodeFactory.instance;
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> make.nullNode();
      case 1 -> make.booleanNode(random.nextBoolean());
      case 2 -> make.numberNode(random.nextLong());
      case 3 -> make.numberNode(random.nextDouble() * Double.MAX_VALUE);
      case 4, 5 -> make.textNode(pick(WORDS).replace("@durov", "@"));
      case 6 -> make.arrayNode().add(any(depth - 1)).add(any(depth - 1));
      default -> make.objectNode().set(pick(WORDS), any(depth - 1));
    };
  }

  private byte[] broken(byte[] text) {
    var copy = text.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
    }
    return chance(0.5) ? Arrays.copyOf(copy, random.nextInt(copy.length + 8)) : copy;
  }

  private String mutated(String value) {
    int at = random.nextInt(value.length() + 1);
    return switch (random.nextInt(4)) {
      case 0 -> pick(WORDS);
      case 1 -> value.substring(0, at) + pick(WORDS) + value.substring(at);
      case 2 -> value.substring(at);
      default -> value.repeat(1 + random.nextInt(40));
    };
  }

  private byte[] bytes() {
    var bytes = new byte[random.nextInt(chance(0.95) ? 200 : 50_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  private long missing() {
    return 1_000_000 + (random.nextLong() >>> 2);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private boolean chance(double of) {
    return random.nextDouble() < of;
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
