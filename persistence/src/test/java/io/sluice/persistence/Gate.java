package io.sluice.persistence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server on this machine that can be shut and opened again at the same port, or frozen,
 * so that nothing comes through any more and nobody is told.
 */
public final class Gate implements AutoCloseable {
  private static final int BUFFER = 8192;

  private final InetAddress at;
  private final int target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private ServerSocket listener;
  private int port;
  private boolean frozen;

  /** Open, at any free port of the loopback address. */
  public Gate(int target) {
    this(InetAddress.getLoopbackAddress(), target);
  }

  private Gate(InetAddress at, int target) {
    this.at = at;
    this.target = target;
    open();
  }

  /** Before the server of this database. */
  public static Gate before(DatabaseAddress database) {
    return before(InetAddress.getLoopbackAddress(), database);
  }

  /** The same, at an address that others reach. */
  public static Gate before(InetAddress at, DatabaseAddress database) {
    return new Gate(at, Integer.parseInt(database.host().split(":")[1]));
  }

  public int port() {
    return port;
  }

  /** The same database through this gate. */
  public DatabaseAddress to(DatabaseAddress database) {
    return new DatabaseAddress(
        at.getHostAddress() + ":" + port,
        database.name(),
        database.user(),
        database.password(),
        database.parameters());
  }

  public void open() {
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(new InetSocketAddress(at, port));
      port = listener.getLocalPort();
      daemon(this::accept);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Drops every connection and refuses new ones. */
  public void shut() {
    freeze(false);
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
      sockets.clear();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Holds back whatever is sent until it is called with false. */
  public synchronized void freeze(boolean nowFrozen) {
    frozen = nowFrozen;
    notifyAll();
  }

  private synchronized void awaitThaw() throws InterruptedException {
    while (frozen) {
      wait();
    }
  }

  private void accept() {
    var accepting = listener;
    try {
      while (true) {
        var here = accepting.accept();
        var there = new Socket(InetAddress.getLoopbackAddress(), target);
        sockets.add(here);
        sockets.add(there);
        if (accepting.isClosed()) {
          here.close();
          there.close();
        }
        daemon(() -> copy(here, there));
        daemon(() -> copy(there, here));
      }
    } catch (IOException e) {
      // The gate was shut.
    }
  }

  private void copy(Socket from, Socket to) {
    var buffer = new byte[BUFFER];
    try (from;
        to) {
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        awaitThaw();
        to.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException | InterruptedException e) {
      // One side has gone, and so goes the other.
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    shut();
  }
}
