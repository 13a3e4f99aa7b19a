package io.sluice.standin;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Reads requests from one socket, one after the other, and sends each answer as it is meant to. */
final class Visit {
  private static final int LARGEST_CHUNK = 4_096;

  private final Socket socket;
  private final Site site;

  Visit(Socket socket, Site site) {
    this.socket = socket;
    this.site = site;
  }

  /** Answers until the client or an answer ends the connection. */
  void serve() throws IOException, InterruptedException {
    socket.setTcpNoDelay(true);
    var in = new BufferedInputStream(socket.getInputStream());
    var out = new BufferedOutputStream(socket.getOutputStream(), 65_536);
    for (var request = VisitRequest.read(in); request != null; request = VisitRequest.read(in)) {
      var reply = site.answer(request);
      send(reply, out, request.keepsAlive());
      var whole =
          switch (reply.delivery()) {
            case WHOLE, CHUNKED, TRICKLED -> true;
            case CUT, RESET_AT_ONCE, RESET_MIDWAY -> false;
          };
      if (!whole || !request.keepsAlive()) {
        return;
      }
    }
  }

  /** Ends a connection so that the other side sees an error. */
  static void reset(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private void send(Reply reply, OutputStream out, boolean keepAlive)
      throws IOException, InterruptedException {
    if (reply.delivery() == Reply.Delivery.RESET_AT_ONCE) {
      reset(socket);
      return;
    }
    out.write(head(reply, keepAlive).getBytes(StandardCharsets.US_ASCII));
    switch (reply.delivery()) {
      case WHOLE -> write(reply, reply.length(), out);
      case CHUNKED -> writeChunks(reply, out);
      case TRICKLED -> trickle(reply, out);
      default -> write(reply, reply.length() / 2, out);
    }
    out.flush();
    if (reply.delivery() == Reply.Delivery.RESET_MIDWAY) {
      reset(socket);
    }
  }

  private static String head(Reply reply, boolean keepAlive) {
    var head = new StringBuilder("HTTP/1.1 " + reply.status() + " " + reason(reply.status()));
    head.append("\r\nServer: nginx/1.18.0\r\n");
    reply.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    if (reply.delivery() == Reply.Delivery.CHUNKED) {
      head.append("Transfer-Encoding: chunked\r\n");
    } else {
      head.append("Content-Length: " + reply.length() + "\r\n");
    }
    return head.append("Connection: " + (keepAlive ? "keep-alive" : "close") + "\r\n\r\n")
        .toString();
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 302 -> "Found";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 429 -> "Too Many Requests";
      default -> "Status";
    };
  }

  private static void write(Reply reply, long length, OutputStream out) throws IOException {
    var left = length;
    for (var piece : reply.body()) {
      var part = (int) Math.min(left, piece.length);
      out.write(piece, 0, part);
      left -= part;
    }
  }

  private static void writeChunks(Reply reply, OutputStream out) throws IOException {
    for (var piece : reply.body()) {
      for (var from = 0; from < piece.length; from += LARGEST_CHUNK) {
        var size = Math.min(LARGEST_CHUNK, piece.length - from);
        out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(piece, from, size);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
      }
    }
    out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
  }

  private static void trickle(Reply reply, OutputStream out)
      throws IOException, InterruptedException {
    for (var piece : reply.body()) {
      for (var one : piece) {
        out.write(one);
        out.flush();
        Thread.sleep(1_000);
      }
    }
  }
}
