package io.sluice.server;

import java.util.List;
import java.util.Random;

/** Makes pipelines of requests, some of them right; the same seed makes the same. */
final class RequestFuzz {
  private static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "BREW");
  private static final List<String> TARGETS =
      List.of("/", "*", "/a/b?c=d&e", "http://x/", "//", "/%", "/%2f%zz", "x:1", "/?[]{}|\\^", "");
  private static final List<String> NAMES =
      List.of(
          "Accept",
          "Accept-Encoding",
          "Accept-Language",
          "Authorization",
          "Cache-Control",
          "Connection",
          "Content-Disposition",
          "Content-Length",
          "Content-Range",
          "Content-Type",
          "Cookie",
          "Expect",
          "Forwarded",
          "HTTP2-Settings",
          "Host",
          "If-Match",
          "If-Modified-Since",
          "Link",
          "Origin",
          "Range",
          "Sec-WebSocket-Key",
          "Sec-WebSocket-Protocol",
          "Sec-WebSocket-Version",
          "Server",
          "TE",
          "Transfer-Encoding",
          "Upgrade",
          "User-Agent",
          "Via",
          "X-Forwarded-For");
  private static final List<String> PARTS =
      List.of(
          "(",
          ")",
          "\"",
          "\\",
          ",",
          ";",
          "=",
          ";q=",
          "a",
          "*/*",
          "a/b",
          " ",
          "\t",
          "\r\n ",
          "0",
          "bytes=0-",
          "chunked",
          "close",
          "upgrade",
          "websocket",
          "h2c",
          "Basic ",
          "Bearer ",
          "<",
          ">",
          "%",
          "[",
          "::",
          "\u00e9",
          "\u0000",
          "100-continue",
          "9999999999999999999",
          "-1");
  private static final int MOST_VALUE = 8000;
  private static final int MOST_FLOOD = 100_000;

  private final Random random;

  RequestFuzz(Random random) {
    this.random = random;
  }

  /** Requests that every server understands, and the last one asks to end. */
  String right(int count) {
    var all = new StringBuilder();
    for (int i = 0; i < count - 1; i++) {
      all.append(random.nextBoolean() ? plain("") : withBody());
    }
    return all.append(plain("Connection: close\r\n")).toString();
  }

  private String plain(String more) {
    return "GET /" + "a/".repeat(random.nextInt(5)) + " HTTP/1.1\r\nHost: x\r\n" + more + "\r\n";
  }

  private String withBody() {
    var body = lines(random.nextInt(60));
    return random.nextBoolean()
        ? "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length() + "\r\n\r\n" + body
        : "PUT / HTTP/1.1\nHost: x\nTransfer-Encoding: chunked\n\n" + chunks(body);
  }

  /** What looks like the ends of heads. */
  private String lines(int length) {
    var text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append("\n\r\nx".charAt(random.nextInt(4)));
    }
    return text.toString();
  }

  private String chunks(String body) {
    var chunked = new StringBuilder();
    for (int from = 0; from < body.length(); ) {
      int to = Math.min(body.length(), from + 1 + random.nextInt(9));
      chunked.append(Integer.toHexString(to - from)).append(random.nextInt(5) == 0 ? ";a=b" : "");
      chunked.append("\r\n").append(body, from, to).append("\r\n");
      from = to;
    }
    return chunked.append("0\r\n").append(random.nextInt(3) == 0 ? "A: b\r\n" : "") + "\r\n";
  }

  /** One request again and again, more often than anyone is answered. */
  String flood() {
    var one = random.nextBoolean() ? plain("") : withBody();
    return one.repeat(1500 + random.nextInt(MOST_FLOOD / one.length()));
  }

  /** Anything at all. */
  String strange() {
    var all = new StringBuilder();
    for (int i = random.nextInt(6); i >= 0; i--) {
      all.append(of(METHODS)).append(' ');
      all.append(of(TARGETS).repeat(random.nextInt(10) == 0 ? 1000 : 1));
      all.append(random.nextInt(9) == 0 ? " HTTP/1.0" : " HTTP/1.1").append(end());
      all.append(random.nextInt(5) == 0 ? "" : "Host: x" + end());
      for (int header = random.nextInt(6); header > 0; header--) {
        all.append(of(NAMES)).append(": ").append(value()).append(end());
      }
      all.append(end()).append(random.nextInt(3) == 0 ? chunks(lines(random.nextInt(30))) : "");
    }
    return all.toString();
  }

  private String value() {
    var value = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      value.append(of(PARTS));
    }
    int times = random.nextInt(8) == 0 ? MOST_VALUE / (1 + value.length()) : 1;
    return value.toString().repeat(times);
  }

  private String end() {
    return random.nextInt(4) == 0 ? "\n" : "\r\n";
  }

  private String of(List<String> list) {
    return list.get(random.nextInt(list.size()));
  }
}
