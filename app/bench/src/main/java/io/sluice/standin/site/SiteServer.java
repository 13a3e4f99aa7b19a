package io.sluice.standin.site;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes connections for all sites at one port of all addresses of this machine, each with a small
 * thread of its own, as most of its life is waiting.
 */
final class SiteServer implements AutoCloseable {
  private static final int BACKLOG = 4096;
  private static final int STACK = 1 << 18;

  /** More than any bench has, and less than ends the process. */
  private static final int MOST_OPEN = 20_000;

  private final ServerSocket server;
  private final SiteAnswers answers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  SiteServer(int port, SiteAnswers answers) throws IOException {
    this.answers = answers;
    server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(port), BACKLOG);
  }

  /** Before it nobody is answered. */
  void start() {
    thread(this::accept);
  }

  private static void thread(Runnable task) {
    var thread = new Thread(null, task, "site", STACK);
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        // It listens at all addresses, as each site has its own; those that others reach have none.
        if (open.size() >= MOST_OPEN || !socket.getLocalAddress().isLoopbackAddress()) {
          socket.close();
          continue;
        }
        open.add(socket);
        thread(() -> serve(socket));
      } catch (IOException e) {
        // It was closed, or who came has gone.
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      socket.setTcpNoDelay(true);
      new SiteConnection(socket, answers).serve();
    } catch (IOException e) {
      // The client has gone, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(socket);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (var socket : open) {
      socket.close();
    }
  }
}
