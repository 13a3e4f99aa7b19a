package io.sluice.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends bytes as they are, where Java's client would mend or refuse them. */
final class RawClient implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final Socket socket = new Socket();

  RawClient(InetSocketAddress server) throws IOException {
    socket.setSoTimeout(PATIENCE_MS);
    socket.setTcpNoDelay(true);
    socket.connect(server);
  }

  /** The whole answer to one request on a connection of its own. */
  static String ask(InetSocketAddress server, String... lines) throws IOException {
    try (var client = new RawClient(server)) {
      client.send(String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n");
      return client.rest();
    }
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /** What comes until the server ends the connection. */
  String rest() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(bytes);
    } catch (SocketException e) {
      // Reset: what was sent before is the answer.
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }

  /** The next line, without its end. */
  String line() throws IOException {
    var line = new StringBuilder();
    for (int read = socket.getInputStream().read(); read >= 0 && read != '\n'; ) {
      line.append((char) read);
      read = socket.getInputStream().read();
    }
    return line.toString().stripTrailing();
  }

  /** The next answer on a connection that stays, by its Content-Length. */
  String next() throws IOException {
    var answer = new StringBuilder();
    int end = -1;
    while (end < 0 || answer.length() < end) {
      int read = read();
      if (read < 0) {
        return answer.toString();
      }
      answer.append((char) read);
      if (end < 0 && answer.indexOf("\r\n\r\n") >= 0) {
        var length = answer.toString().split("Content-Length: ")[1].split("\r\n")[0];
        end = answer.length() + Integer.parseInt(length);
      }
    }
    return answer.toString();
  }

  /** As at the end, where the connection was reset: what was sent before is the answer. */
  private int read() throws IOException {
    try {
      return socket.getInputStream().read();
    } catch (SocketException e) {
      return -1;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
