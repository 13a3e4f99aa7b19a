package io.sluice.client;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** A server on loopback that speaks the API with channels and files that a test gives it. */
final class StandInNode implements AutoCloseable {
  static final String END = "end";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Half a surrogate pair can only be sent so. */
  private static final ObjectMapper WIRE =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final int PAGE = 2;

  /** Such as {@code POST /api/channels/1/pause}, in their order. */
  final List<String> requests = new CopyOnWriteArrayList<>();

  /** The same, once the answer has been sent. */
  final List<String> answered = new CopyOnWriteArrayList<>();

  /** What was posted to add channels. */
  final List<JsonNode> added = new CopyOnWriteArrayList<>();

  final StandInBatches batches = new StandInBatches();
  final StandInFeeds feeds = new StandInFeeds();
  final List<ObjectNode> nodes = new CopyOnWriteArrayList<>();
  final Map<Long, ObjectNode> channels = new ConcurrentSkipListMap<>();
  final Map<String, byte[]> files = new ConcurrentSkipListMap<>();
  final List<String> received = new CopyOnWriteArrayList<>();

  /** Times of files that were sent by name, in milliseconds. */
  final Map<String, Long> times = new ConcurrentSkipListMap<>();

  /** Called while a file that came is not answered yet. */
  volatile Consumer<String> onReceived = name -> {};

  /** As they go over the wire; {@link #END} ends the stream. */
  final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  /** What becomes of an answer before it is sent. */
  volatile UnaryOperator<JsonNode> spoken = UnaryOperator.identity();

  /** Lines of results. */
  final List<String> items = new CopyOnWriteArrayList<>();

  volatile String token = "";
  volatile boolean readsPaths = true;
  volatile String refusedFile = "";
  volatile String drained = "left";

  /** Of a sweep; null if nothing is. */
  volatile String inTheWay;

  private volatile int sweeps;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  StandInNode() throws IOException {
    start(0);
  }

  private void start(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** The same node, away for a while. */
  void restart(long awayMillis) throws IOException, InterruptedException {
    int port = server.getAddress().getPort();
    server.stop(0);
    Thread.sleep(awayMillis);
    start(port);
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  static ObjectNode node(String id, String address, String host) {
    var node = JSON.createObjectNode().put("id", id).put("address", address).put("host", host);
    node.put("process", 4711).put("version", "0.1.0").put("state", "up").put("member", "up");
    node.put("reachable", true).put("self", false).put("uptimeSeconds", 93784.2);
    node.putArray("roles").add("photos").add("web");
    node.put("running", 3).put("waiting", 1200).put("runningChunks", 2);
    node.put("messagesPerSecond", 43.7);
    node.put("imagesPerSecond", 2.25).put("heapBytes", 104857600).put("heapMaxBytes", 536870912);
    return node.put("shards", 64).putNull("apiUrl").putNull("reason").put("ofANewerNode", true);
  }

  static ObjectNode channel(long id, String name, String state) {
    var channel = JSON.createObjectNode().put("id", id).put("name", name).put("title", name);
    channel.put("state", state).putNull("reason").putNull("lastError");
    channel.putObject("source").put("kind", "telegram-web").put("location", name).put("limit", 0);
    channel.putObject("counters").put("read", 12).put("messages", 1234).put("photos", 5);
    channel.putObject("rate").put("messagesPerSecond", 12.3).put("photosPerSecond", 0.4);
    channel.put("progress", 0.529).put("newestAnnounced", 99).putArray("unread");
    return channel.put("addedAt", "2026-01-01T00:00:00Z").put("ofANewerNode", true);
  }

  void add(long id, String name, String state) {
    channels.put(id, channel(id, name, state));
  }

  void changes(long id, String state) {
    channels.get(id).put("state", state);
    events.add("event: channel\ndata: " + channels.get(id) + "\n\n");
  }

  private void handle(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    requests.add(exchange.getRequestMethod() + " " + uri);
    var sent = exchange.getRequestHeaders().getFirst("Authorization");
    var body = exchange.getRequestBody().readAllBytes();
    if (!token.isEmpty() && !("Bearer " + token).equals(sent)) {
      problem(exchange, 401, "unauthorized", "a token is needed");
    } else if (uri.getPath().startsWith("/api/uploads/")) {
      upload(exchange, uri.getPath().split("/", 5), body);
    } else if (uri.getPath().equals("/api/events")) {
      events(exchange);
    } else if (uri.getPath().equals("/api/status")) {
      answer(exchange, 200, JSON.readTree(STATUS));
    } else if (uri.getPath().equals("/api/sweep")) {
      sweep(exchange);
    } else if (uri.getPath().startsWith("/api/nodes")) {
      nodes(exchange, uri.getPath().split("/"), query(uri.getRawQuery()));
    } else if (uri.getPath().endsWith("/results")) {
      results(exchange, query(uri.getRawQuery()));
    } else if (uri.getPath().startsWith("/api/batches")) {
      batches(exchange, uri.getPath().split("/"), query(uri.getRawQuery()));
    } else if (uri.getPath().startsWith("/api/feeds")) {
      feeds(exchange, uri.getPath().split("/"), query(uri.getRawQuery()));
    } else if (uri.getPath().equals("/api/channels") && body.length > 0) {
      add(exchange, JSON.readTree(body));
    } else if (uri.getPath().equals("/api/channels")) {
      list(exchange, query(uri.getRawQuery()));
    } else {
      one(exchange, uri.getPath().split("/"), query(uri.getRawQuery()));
    }
    exchange.close();
    answered.add(exchange.getRequestMethod() + " " + uri);
  }

  /** It is begun by a POST, and has ended when it is looked at for the third time. */
  private void sweep(HttpExchange exchange) throws IOException {
    sweeps = exchange.getRequestMethod().equals("POST") ? 0 : sweeps + 1;
    var sweep = JSON.createObjectNode().put("state", sweeps < 3 ? "running" : "ended");
    sweep.put("leastAgeSeconds", 3600).put("progress", sweeps / 3.0).put("files", 102_311);
    sweep.put("removed", 12).put("bytes", 345_678).put("drafts", 2).put("problem", inTheWay);
    sweep.put("startedAt", "2026-01-01T00:00:00Z").put("ofANewerNode", true);
    answer(exchange, exchange.getRequestMethod().equals("POST") ? 202 : 200, sweep);
  }

  /** Breaks off in the middle where a state is asked for, unless lines are given. */
  private void results(HttpExchange exchange, Map<String, String> query) throws IOException {
    boolean csv = query.get("format").equals("csv");
    var text = csv ? "number,state\r\n1,done\r\n2,\"a\u001b[2J\"\r\n" : json();
    var bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", csv ? "text/csv" : "application/jsonl");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(bytes);
    if (query.containsKey("state") && items.isEmpty()) {
      exchange.getResponseBody().flush();
      throw new IOException("this is where it breaks off");
    }
  }

  private String json() {
    return items.isEmpty() ? "{\"number\":1}\n" : String.join("", items);
  }

  private void batches(HttpExchange exchange, String[] path, Map<String, String> query)
      throws IOException {
    var answer = batches.answer(path, query);
    if (answer.isPresent()) {
      answer(exchange, 200, answer.get());
    } else {
      problem(exchange, 404, "no-such-batch", "there is no batch " + path[3]);
    }
  }

  private void feeds(HttpExchange exchange, String[] path, Map<String, String> query)
      throws IOException {
    var answer = feeds.answer(path, query);
    if (answer.isPresent()) {
      answer(exchange, 200, answer.get());
    } else {
      problem(exchange, 404, "no-such-feed", "there is no feed " + path[3]);
    }
  }

  /** Each node that is named ends at once, but the answering one only if it has to. */
  private void nodes(HttpExchange exchange, String[] path, Map<String, String> query)
      throws IOException {
    if (path.length == 3) {
      var answer = JSON.createObjectNode();
      nodes.forEach(answer.putArray("nodes")::add);
      answer(exchange, 200, answer);
      return;
    }
    var node = nodes.stream().filter(n -> n.path("id").asText().equals(path[3])).findFirst().get();
    var doubt = path[4].equals("drain") ? "last-node" : "node-heard-of";
    if (node.path("self").asBoolean() && !query.containsKey("force")) {
      problem(exchange, 409, doubt, "it is needed");
      return;
    }
    node.put("state", path[4].equals("drain") ? drained : "down").putNull("member");
    node.put("reason", "an operator");
    answer(exchange, 200, node);
  }

  private void list(HttpExchange exchange, Map<String, String> query) throws IOException {
    long after = Long.parseLong(query.getOrDefault("after", "0"));
    var name = query.getOrDefault("name", "").replaceFirst("^(@|t\\.me/)", "");
    var found =
        channels.values().stream()
            .filter(channel -> name.isEmpty() || channel.path("name").asText().equals(name))
            .filter(channel -> channel.path("id").asLong() > after)
            .toList();
    var answer = JSON.createObjectNode();
    found.stream().limit(PAGE).forEach(answer.putArray("channels")::add);
    answer.put("next", found.size() > PAGE ? found.get(PAGE - 1).path("id").asText() : null);
    answer(exchange, 200, answer);
  }

  private void one(HttpExchange exchange, String[] path, Map<String, String> query)
      throws IOException {
    var channel = channels.get(Long.parseLong(path[3]));
    if (channel == null) {
      problem(exchange, 404, "no-such-channel", "there is no channel " + path[3]);
    } else if (exchange.getRequestMethod().equals("DELETE")) {
      exchange.sendResponseHeaders(204, -1);
    } else if (path.length == 4) {
      var details = JSON.createObjectNode();
      details.set("channel", channel);
      details.putArray("aliases").add("telegram:" + channel.path("name").asText());
      details.set("completeness", JSON.readTree(COMPLETENESS));
      answer(exchange, 200, details);
    } else if (path[4].equals("failures")) {
      failures(exchange, query);
    } else if (channel.path("state").asText().equals("removing")) {
      problem(exchange, 409, "wrong-state", path[3] + " is being removed");
    } else if (path[4].equals("retry")) {
      var retried = JSON.createObjectNode().put("items", 3);
      retried.set("channel", channel);
      answer(exchange, 200, retried);
    } else {
      answer(exchange, 200, channel.put("state", path[4].equals("pause") ? "paused" : "waiting"));
    }
  }

  private void failures(HttpExchange exchange, Map<String, String> query) throws IOException {
    int page = Integer.parseInt(query.getOrDefault("after", "1"));
    var answer = JSON.createObjectNode();
    answer
        .putArray("failures")
        .addObject()
        .put("message", page)
        .put("reason", "truncated")
        .put("stage", "process")
        .put("attempts", 1)
        .put("detail", "ends early\u001b[2J");
    answer.put("next", page < 3 ? Integer.toString(page + 1) : null);
    answer(exchange, 200, answer);
  }

  private void add(HttpExchange exchange, JsonNode request) throws IOException {
    added.add(request);
    if (request.has("file") && !readsPaths) {
      problem(exchange, 422, "source-not-readable", "it is not to be read here");
      return;
    }
    var source = request.path("source").asText();
    if (source.startsWith("upload:") && !files.containsKey("result.json")) {
      problem(exchange, 422, "not-an-export", "there is no result.json");
      return;
    }
    var answer = JSON.createObjectNode();
    answer
        .putArray("channels")
        .addObject()
        .put("id", 7)
        .put("name", "added-" + added.size())
        .put("state", "waiting")
        .put("added", true);
    answer(exchange, 201, answer);
  }

  /** Files of any name, each with its time; what is there with it is not missing. */
  private void named(HttpExchange exchange, String upload, byte[] body) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      var answer = JSON.createObjectNode().put("source", "upload:" + upload);
      var missing = answer.putArray("missing");
      int place = 0;
      for (var file : JSON.readTree(body).get("files")) {
        var there = times.get(file.get("path").asText());
        if (there == null || there != file.get("modified").asLong()) {
          missing.add(place);
        }
        place++;
      }
      answer(exchange, 200, answer);
      return;
    }
    var query = query(exchange.getRequestURI().getRawQuery());
    var name = query.get("path");
    if (name.equals(refusedFile)) {
      problem(exchange, 400, "wrong-path", "no file is called so");
    } else {
      files.put(name, body);
      received.add(name);
      onReceived.accept(name);
      times.put(name, Long.valueOf(query.get("modified")));
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void upload(HttpExchange exchange, String[] path, byte[] body) throws IOException {
    if (path.length == 4 && !exchange.getRequestMethod().equals("GET")) {
      named(exchange, path[3], body);
    } else if (exchange.getRequestMethod().equals("GET")) {
      var answer = JSON.createObjectNode().put("source", "upload:" + path[3]);
      var list = answer.putArray("files");
      files.forEach((name, file) -> list.addObject().put("path", name).put("size", file.length));
      answer(exchange, 200, answer);
    } else if (path[4].equals(refusedFile)) {
      problem(exchange, 507, "disk-full", "the disk is full");
    } else {
      files.put(path[4], body);
      received.add(path[4]);
      exchange.sendResponseHeaders(204, -1);
    }
  }

  private void events(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().flush();
    try {
      for (var event = events.take(); !event.equals(END); event = events.take()) {
        exchange.getResponseBody().write(event.getBytes(StandardCharsets.UTF_8));
        exchange.getResponseBody().flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Map<String, String> query(String raw) {
    return raw == null
        ? Map.of()
        : Arrays.stream(raw.split("&"))
            .map(part -> part.split("=", 2))
            .collect(
                Collectors.toMap(
                    part -> part[0],
                    part -> URLDecoder.decode(part[1], StandardCharsets.UTF_8),
                    (one, other) -> other,
                    TreeMap::new));
  }

  private void problem(HttpExchange exchange, int status, String type, String detail)
      throws IOException {
    var problem = JSON.createObjectNode().put("type", "urn:sluice:problem:" + type);
    problem.put("status", status).put("detail", detail);
    exchange.getResponseHeaders().set("Content-Type", "application/problem+json");
    send(exchange, status, problem);
  }

  private void answer(HttpExchange exchange, int status, JsonNode json) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    send(exchange, status, json);
  }

  private void send(HttpExchange exchange, int status, JsonNode json) throws IOException {
    var bytes = said(json).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** In the words of this node, as they go over the wire. */
  String said(JsonNode json) throws IOException {
    return WIRE.writeValueAsString(spoken.apply(json));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  static final String STATUS =
      """
      {"node": {"id": "x", "host": "collector", "process": 4711, "version": "0.1.0",
        "uptimeSeconds": 93784.2, "heapBytes": 104857600, "heapMaxBytes": 536870912,
        "bytesInFlight": 2097152, "placesUsed": 3, "places": 4, "databaseConnections": 2,
        "databaseConnectionsMax": 20},
       "nodes": {"up": 3, "leaving": 1},
       "channels": {"collecting": 3, "failed": 1, "paused": 0},
       "counters": {"read": 5000, "messages": 4000, "photos": 300, "photosFailed": 2,
        "bytesBefore": 5000000, "bytesAfter": 2000000},
       "rate": {"messagesPerSecond": 43.7, "photosPerSecond": 2.25},
       "closedOrigins": [{"origin": "t.me (pages)", "until": "2026-01-01T00:00:00Z",
        "secondsLeft": 185, "reason": "answered 429"}],
       "stuck": [{"stage": "fetch", "channel": "durov", "item": "77", "ageSeconds": 3725,
        "node": "collector"}],
       "bottleneck": {"cause": "database", "share": 0.95, "words": "3.8 of 4.0 runs wait",
        "knob": "CONSUMER_BATCH_SIZE=100", "gain": "up to twice as many"}}\
      """;

  private static final String COMPLETENESS =
      """
      {"newestAnnounced": 99, "newestStored": 98, "messages": 97, "photosAnnounced": 9,
       "photosStored": 7, "photosWithoutFile": {"missing": 2}, "photosUnaccounted": 0,
       "unread": [{"from": 1, "to": 3}], "complete": false}\
      """;
}
