package io.sluice.api;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A connection that sends bytes as they are, where Java's client would mend or refuse them. */
final class Wire implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final URI server;
  private Socket socket;
  private InputStream in;

  Wire(URI server) {
    this.server = server;
  }

  /**
   * What came back.
   *
   * @param headers by name in lower case
   */
  record Answer(int status, Map<String, String> headers, byte[] body) {
    String header(String name) {
      return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
    }

    String type() {
      return header("Content-Type").split(";")[0].strip();
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  /** A request of its own connection. */
  static Answer ask(URI server, String method, String target, List<String> headers, byte[] body) {
    try (var wire = new Wire(server)) {
      return wire.exchange(method, target, headers, body);
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + shown(target), e);
    }
  }

  /** A body of null is none, and its length is told unless a header says how it comes. */
  Answer exchange(String method, String target, List<String> headers, byte[] body)
      throws IOException {
    send(head(server, method, target, headers, body));
    try {
      if (body != null) {
        send(body);
      }
    } catch (IOException e) {
      // It may have been refused before it was all there: the answer says so.
    }
    return answer(method.equals("HEAD"));
  }

  static byte[] head(URI server, String method, String target, List<String> headers, byte[] body) {
    var head = new StringBuilder(method + " " + target + " HTTP/1.1\r\n");
    if (headers.stream().noneMatch(header -> header.startsWith("Host:"))) {
      head.append("Host: ").append(server.getAuthority()).append("\r\n");
    }
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (body != null
        && headers.stream().noneMatch(h -> h.matches("(Content-Length|Transfer-Encoding):.*"))) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  void send(byte[] bytes) throws IOException {
    if (socket == null) {
      socket = new Socket(server.getHost(), server.getPort());
      socket.setSoTimeout(PATIENCE_MS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
    }
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  Answer answer(boolean head) throws IOException {
    var answer = headers();
    boolean none = head || answer.status() == 204 || answer.status() == 304;
    var body = none ? new byte[0] : body(answer);
    if (answer.header("Connection").equalsIgnoreCase("close")) {
      drop();
    }
    return new Answer(answer.status(), answer.headers(), body);
  }

  /** The answer without its body, which {@link #line} can read. */
  Answer headers() throws IOException {
    var first = line();
    int status = Integer.parseInt(first.split(" ")[1]);
    var headers = new TreeMap<String, String>();
    for (var line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
    }
    return status == 100 ? headers() : new Answer(status, headers, new byte[0]);
  }

  String line() throws IOException {
    var line = new ByteArrayOutputStream();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new EOFException("after " + line.toString(StandardCharsets.UTF_8));
      }
      if (next != '\r') {
        line.write(next);
      }
    }
    return line.toString(StandardCharsets.UTF_8);
  }

  private byte[] body(Answer answer) throws IOException {
    if (answer.header("Transfer-Encoding").equals("chunked")) {
      var body = new ByteArrayOutputStream();
      for (int size = size(); size > 0; size = size()) {
        body.write(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }
    var length = answer.header("Content-Length");
    return length.isEmpty() ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
  }

  private int size() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  static String shown(String text) {
    return text.length() > 200 ? text.substring(0, 200) + "... of " + text.length() : text;
  }

  @Override
  public void close() throws IOException {
    drop();
  }

  /** Ends the connection; what is sent next has a new one. */
  void drop() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
