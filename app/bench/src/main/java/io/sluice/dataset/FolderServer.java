package io.sluice.dataset;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the files of a folder to this machine by HTTP, each at an address with its path, and
 * writes a list of these. What is no regular file, or leads out of the folder, is not there.
 */
final class FolderServer implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int FOUND = 200;
  private static final int NOT_THERE = 404;
  private static final int NOT_ALLOWED = 405;
  private static final int NO_BODY = -1;

  private final Path root;
  private final HttpServer server;
  private final ExecutorService threads;

  private FolderServer(Path root, HttpServer server, ExecutorService threads) {
    this.root = root;
    this.server = server;
    this.threads = threads;
  }

  /**
   * @param port 0 for any free one
   */
  static FolderServer start(Path folder, int port) throws IOException {
    var root = folder.toRealPath();
    var server =
        HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), 0);
    var threads =
        Executors.newFixedThreadPool(
            THREADS,
            task -> {
              var thread = new Thread(task, "folder-server");
              thread.setDaemon(true);
              return thread;
            });
    var served = new FolderServer(root, server, threads);
    server.createContext("/", served::answer);
    server.setExecutor(threads);
    server.start();
    return served;
  }

  String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /**
   * Writes an address a line to a file, which is no part of the list.
   *
   * @return how many there are
   */
  long writeList(Path list) throws IOException {
    long count = 0;
    try (var out = Files.newBufferedWriter(list, StandardCharsets.US_ASCII);
        var files = Files.walk(root)) {
      var own = list.toRealPath();
      for (var file : (Iterable<Path>) files.filter(FolderServer::isFile)::iterator) {
        if (!file.equals(own)) {
          out.write("http://" + authority() + address(file) + "\n");
          count++;
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return count;
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  /** Escaped, also names that are no text. */
  private String address(Path file) {
    return "/" + root.toUri().relativize(file.toUri()).getRawPath();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var method = exchange.getRequestMethod();
      if (!method.equals("GET") && !method.equals("HEAD")) {
        exchange.sendResponseHeaders(NOT_ALLOWED, NO_BODY);
        return;
      }
      var file = file(exchange.getRequestURI().getRawPath());
      if (file == null) {
        exchange.sendResponseHeaders(NOT_THERE, NO_BODY);
        return;
      }
      long size = Files.size(file);
      if (method.equals("HEAD") || size == 0) {
        exchange.getResponseHeaders().set("Content-Length", Long.toString(size));
        exchange.sendResponseHeaders(FOUND, NO_BODY);
        return;
      }
      exchange.sendResponseHeaders(FOUND, size);
      Files.copy(file, exchange.getResponseBody());
    }
  }

  /** Null where none is. */
  private Path file(String rawPath) throws IOException {
    try {
      var file = Path.of(URI.create(root.toUri().toString().replaceFirst("/$", "") + rawPath));
      return isFile(file) && file.toRealPath().startsWith(root) ? file : null;
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
