package io.sluice.app;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sluice.document.DocumentRehearsal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Runs what the commands run: clients against invented answers, what children do with documents,
 * then a collect and a node, in a directory of their own. The build starts it once, so that Java
 * can keep the classes they load in the form in which it uses them.
 */
final class Rehearsal {
  private static final String CHANNEL =
      """
      {"id": 1, "name": "harbour", "title": "Harbour", "state": "collecting", "reason": null,
       "lastError": {"message": "slow", "at": "2026-01-01T00:00:00Z"},
       "source": {"kind": "telegram-web", "location": "harbour", "intervalSeconds": 60.0},
       "counters": {"read": 2, "messages": 2, "photos": 1}, "rate": {"messagesPerSecond": 0.5},
       "progress": 0.5, "newestAnnounced": 2, "unread": [{"from": 1, "to": 2}]}\
      """;
  private static final String STATUS =
      """
      {"node": {"host": "here", "process": 1}, "channels": {"collecting": 1}, "counters": {},
       "rate": {}, "closedOrigins": [{"origin": "here", "secondsLeft": 1.0}], "stuck": []}\
      """;

  private static final String BATCH =
      """
      {"id": 1, "name": "files-1", "kind": "files", "state": "running", "allListed": true,
       "counters": {"listed": 2, "done": 1}, "rate": {"itemsPerSecond": 0.5}}\
      """;

  private static final String NODES =
      """
      {"nodes": [{"id": "1", "address": "127.0.0.1:1", "host": "here", "state": "up", "self": true,
       "reachable": true, "roles": [], "shards": 1}]}\
      """;

  private static final String MANAGEMENT = "--management-port=0";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private Rehearsal() {}

  /**
   * @param args an empty directory
   */
  public static void main(String[] args) throws IOException {
    clients();
    documents(Path.of(args[0]));
    nodes(Path.of(args[0]));
    System.exit(0);
  }

  private static void clients() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/api/status", exchange -> answer(exchange, STATUS));
    server.createContext("/api/nodes", exchange -> answer(exchange, NODES));
    server.createContext(
        "/api/channels",
        exchange -> answer(exchange, "{\"channels\": [" + CHANNEL + "], \"next\": null}"));
    server.createContext(
        "/api/channels/1",
        exchange -> answer(exchange, "{\"channel\": " + CHANNEL + ", \"completeness\": {}}"));
    server.createContext(
        "/api/batches",
        exchange -> answer(exchange, "{\"batches\": [" + BATCH + "], \"next\": null}"));
    server.start();
    try {
      var url = "--url=http://127.0.0.1:" + server.getAddress().getPort();
      Main.run("channel", "list", url);
      Main.run("channel", "show", "harbour", url);
      Main.run("batch", "list", url);
      Main.run("status", url);
      Main.run("nodes", url);
      Main.run("channel", "list", "--json", url);
      Main.run("completion", "bash");
      Main.run("channel", "--help");
      Main.run("--help");
      Main.run("--version");
    } finally {
      server.stop(0);
    }
  }

  /** As children of nodes read them. */
  private static void documents(Path directory) throws IOException {
    var set = directory.resolve("set");
    Main.run("dataset", "documents", "--count=60", "--pages=3", "--out=" + set);
    DocumentRehearsal.read(set);
  }

  /** Without a database, as where its server may not run, what came before is still kept. */
  private static void nodes(Path directory) throws IOException {
    var export = directory.resolve("export").toString();
    var data = "--data-dir=" + directory.resolve("data");
    Main.run("sample", "--messages=20", "--photos=4", "--photo-width=320", export);
    if (Main.run("collect", data, export) != 0) {
      return;
    }
    int port = freePort();
    var url = "--url=http://127.0.0.1:" + port;
    var node = new Thread(() -> Main.run("node", data, "--api-port=" + port, MANAGEMENT), "node");
    node.setDaemon(true);
    node.start();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (Main.run("status", url) != 0 && System.nanoTime() < deadline) {
      pause();
    }
    Main.run("collect", data, export);
    Main.run("channel", "list", url);
    Main.run("drain", "--force", "127.0.0.1", url);
    join(node);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void join(Thread node) {
    try {
      node.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
