package io.sluice.telegram.preview;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;

/**
 * The preview site on loopback, with one channel, and whatever a test puts in its way. Photos are
 * on it too.
 */
final class PreviewServer implements AutoCloseable {
  static final String CHANNEL = "harbour_news";
  static final String HISTORY = "/s/" + CHANNEL;
  static final Instant FIRST_POST = Instant.parse("2026-03-01T00:00:00Z");

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final int pageSize;

  /** The blocks of the channel, by the ids of their posts. */
  private final NavigableMap<Long, String> posts = new ConcurrentSkipListMap<>();

  private final Map<String, IntFunction<Reply>> rules = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** What was asked for, with its query, and when. */
  record Request(String path, Instant at) {}

  /** What is answered; a status of 0 breaks the connection instead. */
  record Reply(int status, Map<String, String> headers, byte[] body) {
    static final Reply BREAK = new Reply(0, Map.of(), new byte[0]);

    static Reply page(String html) {
      return new Reply(200, Map.of(), html.getBytes(StandardCharsets.UTF_8));
    }

    static Reply status(int status) {
      return new Reply(status, Map.of(), new byte[0]);
    }

    static Reply redirect(String location) {
      return new Reply(302, Map.of("Location", location), new byte[0]);
    }

    static Reply tooMany(String retryAfter) {
      return new Reply(429, Map.of("Retry-After", retryAfter), new byte[0]);
    }

    static Reply noPosts() {
      return page(Pages.history("", Pages.noPosts()));
    }
  }

  PreviewServer(int pageSize) throws IOException {
    this.pageSize = pageSize;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 200);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + port());
  }

  int port() {
    return server.getAddress().getPort();
  }

  /** Posts with a text each, an hour of id apart. */
  PreviewServer texts(long... ids) {
    for (long id : ids) {
      post(id, Pages.textOf("post " + id));
    }
    return this;
  }

  void post(long id, String content) {
    var sent = FIRST_POST.plusSeconds(3600 * id).toString().replace("Z", "+00:00");
    posts.put(
        id,
        Pages.block(id, content)
            .replace("2026-03-01T10:00:05+00:00", sent)
            .replace("https://cdn4.telesco.pe", uri().toString()));
  }

  /**
   * What this path answers.
   *
   * @param answer takes how often it was asked for before; null for the answer without this rule
   */
  PreviewServer on(String path, IntFunction<Reply> answer) {
    rules.put(path, answer);
    return this;
  }

  /** From now on this page does not say that there are older posts. */
  PreviewServer withoutLink(String path) {
    return on(
        path,
        times -> {
          var page = new String(usual(path).body(), StandardCharsets.UTF_8);
          return Reply.page(page.replaceAll("<a [^>]*tme_messages_more.*?</a>", ""));
        });
  }

  List<Request> requests() {
    return requests;
  }

  /** How often this was asked for. */
  int asked(String path) {
    return (int) requests.stream().filter(request -> request.path().equals(path)).count();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().toString();
      int before = asked(path);
      requests.add(new Request(path, Instant.now()));
      var rule = rules.get(path);
      var reply = rule == null ? null : rule.apply(before);
      if (reply == null) {
        reply = usual(path);
      }
      if (reply.status() > 0) {
        reply.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(
            reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
        exchange.getResponseBody().write(reply.body());
      }
    }
  }

  /** What this path answers where no rule is in the way. */
  Reply usual(String path) {
    if (path.equals("/s/telegram")) {
      return Reply.page(Pages.history("", Pages.block(1, Pages.textOf("always there"))));
    }
    if (path.equals(HISTORY)) {
      return history(Long.MAX_VALUE);
    }
    return path.startsWith(HISTORY + "?before=")
        ? history(Long.parseLong(path.substring(path.indexOf('=') + 1)))
        : Reply.status(404);
  }

  private Reply history(long before) {
    var page = posts.headMap(before, false).descendingMap();
    if (page.isEmpty()) {
      return Reply.noPosts();
    }
    var ids = page.keySet().stream().limit(pageSize).sorted().toList();
    var blocks = ids.stream().map(posts::get).toArray(String[]::new);
    long oldest = ids.get(0);
    var more = posts.firstKey() < oldest ? Pages.more(Long.toString(oldest)) : "";
    return Reply.page(Pages.history(more, blocks));
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
