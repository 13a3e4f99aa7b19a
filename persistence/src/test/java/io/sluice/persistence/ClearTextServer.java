package io.sluice.persistence;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A stranger on a port where PostgreSQL is looked for: it asks each client for its password. */
final class ClearTextServer implements AutoCloseable {
  private static final int SSL_REQUEST = 80877103;
  private static final int CLEAR_TEXT = 3;
  private static final int MOST_BYTES = 10_000;

  private final ServerSocket socket;
  private final List<String> passwords = new CopyOnWriteArrayList<>();
  private final Thread thread = new Thread(this::serve, "clear-text-server");

  ClearTextServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  /** All that clients have sent as their password. */
  List<String> passwords() {
    return List.copyOf(passwords);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (var client = socket.accept()) {
        ask(client);
      } catch (IOException e) {
        // The client went away without a word, or the test is over.
      }
    }
  }

  private void ask(Socket client) throws IOException {
    client.setSoTimeout(5_000);
    var in = new DataInputStream(client.getInputStream());
    var out = new DataOutputStream(client.getOutputStream());
    while (startup(in) == SSL_REQUEST) {
      out.writeByte('N');
    }
    out.writeByte('R');
    out.writeInt(8);
    out.writeInt(CLEAR_TEXT);
    if (in.readByte() == 'p') {
      passwords.add(new String(body(in), StandardCharsets.UTF_8).trim());
    }
  }

  private static int startup(DataInputStream in) throws IOException {
    var body = new DataInputStream(new ByteArrayInputStream(body(in)));
    return body.readInt();
  }

  private static byte[] body(DataInputStream in) throws IOException {
    var body = new byte[Math.min(in.readInt() - 4, MOST_BYTES)];
    in.readFully(body);
    return body;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
