package io.sluice.tests.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;

/** {@code sluice node} in a JVM of its own with an empty DATA_DIR, and requests to it. */
final class BenchNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern READY = Pattern.compile("Ready: API (\\S+), management (\\S+)");
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long STOP_SECONDS = 15;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final Path log;
  private final Thread hook;
  private URI api;
  private URI management;

  private BenchNode(Process process, Path log) {
    this.process = process;
    this.log = log;
    hook = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /**
   * Waits until it is ready.
   *
   * @param jvm arguments of its virtual machine
   */
  static BenchNode start(Path work, Map<String, String> environment, String... jvm)
      throws IOException, InterruptedException {
    var log = work.resolve("node.log");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC");
    command.addAll(List.of(jvm));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.sluice.app.Main", "node"));
    var builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .directory(work.toFile());
    builder
        .environment()
        .putAll(
            Map.of(
                "DATA_DIR",
                work.resolve("data").toString(),
                "SOURCE_ROOTS",
                work.toString(),
                "API_PORT",
                "0",
                "MANAGEMENT_PORT",
                "0"));
    builder.environment().putAll(environment);
    var node = new BenchNode(builder.start(), log);
    try {
      node.await("a node that is ready", () -> READY.matcher(node.log()).find());
      var ready = READY.matcher(node.log());
      ready.find();
      node.api = URI.create(ready.group(1));
      node.management = URI.create(ready.group(2));
      return node;
    } catch (RuntimeException | InterruptedException e) {
      node.close();
      throw e;
    }
  }

  /** The number of its process. */
  long pid() {
    return process.pid();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
  }

  /** SIGTERM. */
  void terminate() {
    process.destroy();
  }

  URI api(String path) {
    return api.resolve(path);
  }

  URI management(String path) {
    return management.resolve(path);
  }

  JsonNode get(String path) throws InterruptedException {
    try {
      return JSON.readTree(ask(api(path)));
    } catch (IOException e) {
      throw failed(path, e);
    }
  }

  /** The answer's bytes. */
  byte[] ask(URI uri) throws InterruptedException {
    return sent(HttpRequest.newBuilder(uri));
  }

  void add(Map<String, Object> channel) throws InterruptedException {
    post("/api/channels", channel);
  }

  JsonNode post(String path, Map<String, Object> content) throws InterruptedException {
    try {
      var body = BodyPublishers.ofByteArray(JSON.writeValueAsBytes(content));
      return JSON.readTree(
          sent(
              HttpRequest.newBuilder(api(path))
                  .header("Content-Type", "application/json")
                  .POST(body)));
    } catch (IOException e) {
      throw failed("POST " + path, e);
    }
  }

  /** Tells it something that needs no body. */
  JsonNode post(String path) throws InterruptedException {
    try {
      return JSON.readTree(sent(HttpRequest.newBuilder(api(path)).POST(BodyPublishers.noBody())));
    } catch (IOException e) {
      throw failed("POST " + path, e);
    }
  }

  private byte[] sent(HttpRequest.Builder request) throws InterruptedException {
    var built = request.build();
    try {
      HttpResponse<byte[]> answer = http.send(built, BodyHandlers.ofByteArray());
      if (answer.statusCode() / 100 != 2) {
        throw failed(built.uri() + ": " + new String(answer.body()), null);
      }
      return answer.body();
    } catch (IOException e) {
      throw failed(built.uri().toString(), e);
    }
  }

  void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, PATIENCE, condition);
  }

  void await(String what, Duration patience, BooleanSupplier condition)
      throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw failed("waited in vain for " + what, null);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private IllegalStateException failed(String what, IOException cause) {
    return new IllegalStateException(what + "\n" + log(), cause);
  }

  private String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "its log cannot be read: " + e;
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      process.destroyForcibly();
    }
    Runtime.getRuntime().removeShutdownHook(hook);
  }
}
