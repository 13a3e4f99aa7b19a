package io.sluice.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** {@code sluice node} in a process of its own, asked over HTTP as its users ask it. */
final class LiveNode implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern READY = Pattern.compile("Ready: API (\\S+), management (\\S+)\\s");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Sluice program;
  private final URI api;
  private final URI management;

  private LiveNode(Sluice program) {
    this.program = program;
    program.await("a node that is ready", () -> READY.matcher(program.errors()).find());
    var ready = READY.matcher(program.errors());
    ready.find();
    api = URI.create(ready.group(1));
    management = URI.create(ready.group(2));
  }

  /** Waits until it is ready; its ports are any free ones. */
  static LiveNode start(Sluice.Setup setup) {
    return startAt(0, setup);
  }

  /** The same where its API has been, so that who asked it there finds it again. */
  static LiveNode startAt(int apiPort, Sluice.Setup setup) {
    var program = setup.with("API_PORT", "" + apiPort).with("MANAGEMENT_PORT", "0").start("node");
    try {
      return new LiveNode(program);
    } catch (Throwable e) {
      program.close();
      throw e;
    }
  }

  Sluice program() {
    return program;
  }

  URI api() {
    return api;
  }

  int apiPort() {
    return api.getPort();
  }

  JsonNode get(String path) {
    return json(send(HttpRequest.newBuilder(api.resolve(path)), BodyHandlers.ofByteArray()));
  }

  byte[] bytes(String path) {
    return ok(send(HttpRequest.newBuilder(api.resolve(path)), BodyHandlers.ofByteArray()));
  }

  JsonNode post(String path) {
    var request = HttpRequest.newBuilder(api.resolve(path)).POST(BodyPublishers.noBody());
    return json(send(request, BodyHandlers.ofByteArray()));
  }

  /** Has a source collected; gives the id of its channel. */
  long add(Map<String, Object> channel) {
    return json(send(posting("/api/channels", channel), BodyHandlers.ofByteArray()))
        .at("/channels/0/id")
        .asLong();
  }

  /** The same where the answer may be that one should ask again; gives its status. */
  int offer(Map<String, Object> channel) {
    return send(posting("/api/channels", channel), BodyHandlers.discarding()).statusCode();
  }

  /** The same of what needs no body. */
  int offer(String path) {
    var request = HttpRequest.newBuilder(api.resolve(path)).POST(BodyPublishers.noBody());
    return send(request, BodyHandlers.discarding()).statusCode();
  }

  /** Has the files below a directory stored; gives the number of their batch. */
  long submit(Path files) {
    return submit(Map.of("kind", "files", "source", Map.of("paths", List.of(files.toString()))));
  }

  /** The same of any batch. */
  long submit(Map<String, Object> batch) {
    return json(send(posting("/api/batches", batch), BodyHandlers.ofByteArray()))
        .get("id")
        .asLong();
  }

  /** Has a stream read; gives the name of the feed. */
  String feed(String url) {
    return json(send(posting("/api/feeds", Map.of("url", url)), BodyHandlers.ofByteArray()))
        .get("name")
        .asText();
  }

  private HttpRequest.Builder posting(String path, Map<String, Object> body) {
    try {
      return HttpRequest.newBuilder(api.resolve(path))
          .header("Content-Type", "application/json")
          .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Gives the status of the answer. */
  int delete(String path) {
    return send(HttpRequest.newBuilder(api.resolve(path)).DELETE(), BodyHandlers.discarding())
        .statusCode();
  }

  int status(String path) {
    return send(HttpRequest.newBuilder(api.resolve(path)), BodyHandlers.discarding()).statusCode();
  }

  String state(long channel) {
    return get("/api/channels/" + channel).at("/channel/state").asText();
  }

  /** A stream of events that has begun. */
  InputStream events() {
    var request = HttpRequest.newBuilder(api.resolve("/api/events"));
    var response = send(request, BodyHandlers.ofInputStream());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  String metrics() {
    return new String(
        ok(
            send(
                HttpRequest.newBuilder(management.resolve("/metrics")),
                BodyHandlers.ofByteArray())));
  }

  /** The cluster as this node sees it, as Pekko's management tells it. */
  JsonNode cluster() {
    var request = HttpRequest.newBuilder(management.resolve("/cluster/members"));
    return json(send(request, BodyHandlers.ofByteArray()));
  }

  /** The status of a probe; 0 if nobody answers. */
  int probe(String path) {
    try {
      var request = HttpRequest.newBuilder(management.resolve(path)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Socket connect() throws IOException {
    return new Socket(api.getHost(), api.getPort());
  }

  boolean refusesConnections() {
    try (var socket = connect()) {
      return !socket.isConnected();
    } catch (IOException e) {
      return true;
    }
  }

  private static JsonNode json(HttpResponse<byte[]> response) {
    try {
      return JSON.readTree(ok(response));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] ok(HttpResponse<byte[]> response) {
    assertThat(response.statusCode())
        .as("%s: %s", response.uri(), new String(response.body()))
        .isBetween(200, 299);
    return response.body();
  }

  private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> handler) {
    try {
      return http.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(program.errors(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    program.close();
  }
}
