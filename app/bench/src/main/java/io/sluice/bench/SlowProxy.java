package io.sluice.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Stands before a server and makes it as far away as one in a cloud: each answer comes so much
 * later, and nothing else changes.
 */
public final class SlowProxy implements AutoCloseable {
  private static final int STEP = 64 << 10;

  private final ServerSocket listening;
  private final InetSocketAddress server;
  private final long delayNanos;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

  /** What came in one read, and when it is to go on; of no length at the end. */
  private record Piece(byte[] bytes, long due) {}

  private SlowProxy(InetSocketAddress server, Duration delay) throws IOException {
    listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    this.server = server;
    delayNanos = delay.toNanos();
  }

  public static SlowProxy before(String host, int port, Duration delay) throws IOException {
    var proxy = new SlowProxy(new InetSocketAddress(host, port), delay);
    thread("accept", proxy::accept);
    return proxy;
  }

  public int port() {
    return listening.getLocalPort();
  }

  private interface Work {
    void run() throws IOException, InterruptedException;
  }

  private static void thread(String name, Work work) {
    var thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // One side has gone, or the whole proxy.
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      var client = listening.accept();
      var behind = new Socket();
      sockets.add(client);
      sockets.add(behind);
      behind.connect(server);
      client.setTcpNoDelay(true);
      behind.setTcpNoDelay(true);
      pump(client, behind, 0);
      pump(behind, client, delayNanos);
    }
  }

  private void pump(Socket from, Socket to, long delay) {
    var pieces = new LinkedBlockingQueue<Piece>();
    thread("read", () -> read(from, pieces, delay));
    thread("write", () -> write(pieces, to));
  }

  private static void read(Socket from, LinkedBlockingQueue<Piece> pieces, long delay)
      throws IOException {
    var buffer = new byte[STEP];
    int length = 0;
    try {
      while ((length = from.getInputStream().read(buffer)) >= 0) {
        var bytes = new byte[length];
        System.arraycopy(buffer, 0, bytes, 0, length);
        pieces.add(new Piece(bytes, System.nanoTime() + delay));
      }
    } finally {
      pieces.add(new Piece(new byte[0], System.nanoTime() + delay));
    }
  }

  private static void write(LinkedBlockingQueue<Piece> pieces, Socket to)
      throws IOException, InterruptedException {
    try (to) {
      OutputStream out = to.getOutputStream();
      for (var piece = pieces.take(); piece.bytes().length > 0; piece = pieces.take()) {
        long wait = piece.due() - System.nanoTime();
        if (wait > 0) {
          Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
        }
        out.write(piece.bytes());
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
