package io.sluice.http;

import java.util.List;
import java.util.Random;

/** Makes what a server may send for one request, some of it right; the same seed makes the same. */
final class AnswerFuzz {
  private static final List<String> STATUSES =
      List.of(
          "100", "101", "103", "200 OK", "204", "206 x", "301 a", "304", "404", "503 ", "999 ?");
  private static final List<String> NAMES =
      List.of(
          "Connection",
          "Content-Encoding",
          "Content-Length",
          "Content-Range",
          "Content-Type",
          "Date",
          "Link",
          "Location",
          "Retry-After",
          "Server",
          "Set-Cookie",
          "Trailer",
          "Transfer-Encoding",
          "Upgrade",
          "WWW-Authenticate",
          "X y");
  private static final List<String> PARTS =
      List.of(
          "(",
          ")",
          "\"",
          "\\",
          ",",
          ";",
          "=",
          "a",
          "a/b",
          " ",
          "\t",
          "\r\n ",
          "0",
          "7",
          "gzip",
          "chunked",
          "close",
          "keep-alive",
          "<",
          ">",
          "%",
          "\u00e9",
          "\u0000",
          "-1",
          "9999999999999999999",
          "text/html; charset=");

  private static final int MOST_FLOOD = 100_000;

  private final Random random;

  AnswerFuzz(Random random) {
    this.random = random;
  }

  String interim(int count) {
    var all = new StringBuilder();
    for (int i = 0; i < count; i++) {
      all.append(random.nextBoolean() ? "HTTP/1.1 100 Continue\r\n\r\n" : "HTTP/1.0 103\nA: b\n\n");
    }
    return all.toString();
  }

  /** An answer with this body. */
  String right(String body) {
    return switch (random.nextInt(3)) {
      case 0 -> "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
      case 1 -> "HTTP/1.1 404\nTransfer-Encoding: chunked\n\n" + chunks(body);
      default -> "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + body;
    };
  }

  /** What looks like the ends of heads. */
  String lines(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("\n\r\nx".charAt(random.nextInt(4)));
    }
    return text.toString();
  }

  private String chunks(String body) {
    var chunked = new StringBuilder();
    for (int from = 0; from < body.length(); ) {
      int to = Math.min(body.length(), from + 1 + random.nextInt(20));
      chunked.append(Integer.toHexString(to - from)).append("\r\n");
      chunked.append(body, from, to).append("\r\n");
      from = to;
    }
    return chunked.append("0\r\n").append(random.nextInt(3) == 0 ? "A: b\r\n" : "") + "\r\n";
  }

  /** An answer, and then what nobody asked for, again and again. */
  String flood() {
    var body = lines(random.nextInt(20));
    var first = "HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    var more = random.nextBoolean() ? interim(1) : random.nextBoolean() ? first : right(body);
    return first + more.repeat(1500 + random.nextInt(MOST_FLOOD / more.length()));
  }

  /** Anything at all. */
  String strange() {
    var all = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      all.append(random.nextInt(9) == 0 ? "HTTP/1.0 " : "HTTP/1.1 ");
      all.append(of(STATUSES)).append(end());
      for (int header = random.nextInt(6); header > 0; header--) {
        all.append(of(NAMES)).append(": ").append(value()).append(end());
      }
      all.append(end());
      all.append(random.nextInt(3) == 0 ? chunks(lines(random.nextInt(40))) : "");
    }
    return all.toString();
  }

  private String value() {
    var value = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      value.append(of(PARTS));
    }
    return value.toString().repeat(random.nextInt(9) == 0 ? 500 : 1);
  }

  private String end() {
    return random.nextInt(4) == 0 ? "\n" : "\r\n";
  }

  private String of(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
