package io.sluice.persistence;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A way to a server on this machine on which a process falls silent at one statement, as if it was
 * frozen there: what it says after that does not get through, on this connection or another, and
 * nobody is told. It knows the frames of PostgreSQL's protocol, chapter "Message Formats" of its
 * manual.
 */
public final class Halt implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int BUFFER = 8192;

  /** Where the client falls silent. */
  public enum Point {
    /** Its statement is answered; the server waits for the next one. */
    AFTER,
    /** The server has the statement, and half of its parameters. */
    WITHIN_PARAMETERS,
    /** The server has carried the statement out, and does not know that this was all. */
    BEFORE_SYNC
  }

  private final ServerSocket listener;
  private final int target;
  private final String statement;
  private final Point point;
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch thawed = new CountDownLatch(1);
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean armed;

  /**
   * @param statement a part of its text
   */
  public Halt(DatabaseAddress database, String statement, Point point) {
    this.statement = statement;
    this.point = point;
    target = Integer.parseInt(database.host().split(":")[1]);
    try {
      listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon(this::accept);
  }

  /** The same database on this way. */
  public DatabaseAddress to(DatabaseAddress database) {
    return new DatabaseAddress(
        "127.0.0.1:" + listener.getLocalPort(),
        database.name(),
        database.user(),
        database.password(),
        database.parameters());
  }

  /** The next who says that statement falls silent. */
  public void arm() {
    armed = true;
  }

  /** Waits until somebody has fallen silent. */
  public boolean isReached() throws InterruptedException {
    return reached.await(1, TimeUnit.MINUTES);
  }

  /** Whoever fell silent goes on. */
  public void thaw() {
    thawed.countDown();
  }

  private void accept() {
    try {
      while (true) {
        var client = listener.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), target);
        server.setTcpNoDelay(true);
        sockets.add(client);
        sockets.add(server);
        daemon(() -> ask(client, server));
        daemon(() -> answer(server, client));
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  private void ask(Socket client, Socket server) {
    try (client;
        server;
        var in = new DataInputStream(client.getInputStream())) {
      var out = server.getOutputStream();
      int code;
      do {
        var body = in.readNBytes(in.readInt() - Integer.BYTES);
        out.write(framed(ByteBuffer.allocate(Integer.BYTES + body.length), body));
        code = ByteBuffer.wrap(body).getInt();
      } while (code == SSL_REQUEST);
      new Statements(in, out).pass();
    } catch (IOException | InterruptedException e) {
      // One side has gone, and so goes the other.
    }
  }

  private static byte[] framed(ByteBuffer frame, byte[] body) {
    return frame.putInt(Integer.BYTES + body.length).put(body).array();
  }

  /** What one client says once it is known. */
  private final class Statements {
    private final DataInputStream in;
    private final OutputStream out;
    private boolean isIt;
    private boolean isOver;

    Statements(DataInputStream in, OutputStream out) {
      this.in = in;
      this.out = out;
    }

    void pass() throws IOException, InterruptedException {
      while (true) {
        byte kind = in.readByte();
        var body = in.readNBytes(in.readInt() - Integer.BYTES);
        var message = framed(ByteBuffer.allocate(1 + Integer.BYTES + body.length).put(kind), body);
        int passed = 0;
        if (isIt && isHere(kind)) {
          passed = point == Point.WITHIN_PARAMETERS ? message.length / 2 : 0;
          out.write(message, 0, passed);
          isIt = false;
          reached.countDown();
        }
        if (reached.getCount() == 0) {
          thawed.await();
        }
        out.write(message, passed, message.length - passed);
        isOver = isIt && (isOver || kind == 'S' || kind == 'Q');
        if (armed && (kind == 'P' || kind == 'Q') && says(body)) {
          armed = false;
          isIt = true;
          isOver = kind == 'Q';
        }
      }
    }

    private boolean says(byte[] body) {
      return new String(body, StandardCharsets.UTF_8).contains(statement);
    }

    private boolean isHere(byte kind) {
      return switch (point) {
        case AFTER -> isOver;
        case WITHIN_PARAMETERS -> kind == 'B';
        case BEFORE_SYNC -> kind == 'S';
      };
    }
  }

  private static void answer(Socket server, Socket client) {
    var buffer = new byte[BUFFER];
    try (server;
        client) {
      for (int read = server.getInputStream().read(buffer);
          read >= 0;
          read = server.getInputStream().read(buffer)) {
        client.getOutputStream().write(buffer, 0, read);
      }
    } catch (IOException e) {
      // One side has gone, and so goes the other.
    }
  }

  private static void daemon(Runnable task) {
    var thread = new Thread(task, "halt");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    thaw();
    try {
      listener.close();
      for (var socket : sockets) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
