package io.sluice.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/** A server on loopback that says exactly what a test wants, byte by byte. */
final class RawServer implements AutoCloseable {
  interface Reply {
    /** Answers one request; the connection is kept until this closes it. */
    void to(String request, Socket socket) throws Exception;
  }

  private final ServerSocket listening;
  private final Reply reply;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final AtomicInteger endedByClient = new AtomicInteger();

  RawServer(Reply reply) throws IOException {
    this(new ServerSocket(0, 200, InetAddress.getByName("127.0.0.1")), reply);
  }

  RawServer(ServerSocket listening, Reply reply) {
    this.listening = listening;
    this.reply = reply;
    daemon(this::accept);
  }

  /** Answers every request with this, as text. */
  static RawServer saying(String answer) throws IOException {
    return new RawServer((request, socket) -> write(socket, answer));
  }

  static String ok(String headers, String body) {
    return "HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
  }

  static void write(Socket socket, String text) throws IOException {
    write(socket, text.getBytes(StandardCharsets.UTF_8));
  }

  static void write(Socket socket, byte[] bytes) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(bytes);
    out.flush();
  }

  int port() {
    return listening.getLocalPort();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port() + path);
  }

  List<String> requests() {
    return requests;
  }

  int connections() {
    return sockets.size();
  }

  /** Connections that the client ended, as the server saw it. */
  int endedByClient() {
    return endedByClient.get();
  }

  private static void daemon(Runnable work) {
    var thread = new Thread(work, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        var socket = listening.accept();
        sockets.add(socket);
        daemon(() -> serve(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      for (var request = head(socket); !request.isEmpty(); request = head(socket)) {
        requests.add(request);
        reply.to(request, socket);
      }
      endedByClient.incrementAndGet();
    } catch (SocketException | SSLException e) {
      endedByClient.incrementAndGet();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static String head(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.UTF_8).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        return "";
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    listening.close();
    for (var socket : sockets) {
      socket.close();
    }
  }
}
