package io.sluice.standin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Takes connections at one port of this machine and gives each a daemon thread of its own. While it
 * is down it resets whatever is open and whatever comes.
 */
final class StandInPort implements AutoCloseable {
  private static final int BACKLOG = 1_024;

  private final ServerSocket server;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ExecutorService threads = Executors.newCachedThreadPool(StandInPort::daemon);
  private volatile boolean down;

  /**
   * @param host an address of this machine
   * @param port 0 for any free one
   */
  StandInPort(String host, int port) {
    try {
      server = new ServerSocket();
      server.setReuseAddress(true);
      server.bind(new InetSocketAddress(InetAddress.getByName(host), port), BACKLOG);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot listen at port " + port, e);
    }
  }

  /** Clients that came before wait until now. */
  void start(Site site) {
    threads.execute(() -> accept(site));
  }

  int port() {
    return server.getLocalPort();
  }

  void down(boolean nowDown) {
    down = nowDown;
    if (nowDown) {
      sockets.forEach(StandInPort::drop);
    }
  }

  private void accept(Site site) {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        sockets.add(socket);
        threads.execute(() -> serve(socket, site));
      } catch (IOException | RejectedExecutionException e) {
        // Closed, or the client has gone before it was accepted.
      }
    }
  }

  private void serve(Socket socket, Site site) {
    try (socket) {
      if (down || server.isClosed()) {
        Visit.reset(socket);
      } else {
        new Visit(socket, site).serve();
      }
    } catch (IOException e) {
      // The client has gone, which is its right.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private static void drop(Socket socket) {
    try {
      Visit.reset(socket);
    } catch (IOException e) {
      // It had gone already.
    }
  }

  private static Thread daemon(Runnable task) {
    var thread = new Thread(task, "stand-in");
    thread.setDaemon(true);
    return thread;
  }

  /** Returns when the port is free again. */
  @Override
  public void close() {
    try {
      server.close();
      threads.shutdownNow();
      sockets.forEach(StandInPort::drop);
      if (!threads.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a connection at port " + port() + " does not end");
      }
      sockets.forEach(StandInPort::drop);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
