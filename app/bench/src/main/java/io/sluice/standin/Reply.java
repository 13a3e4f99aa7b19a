package io.sluice.standin;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer to one request and the way in which it is to reach the client.
 *
 * @param kind what the record counts it under
 * @param body pieces that may repeat, so that a large answer needs no memory
 */
record Reply(
    String kind, int status, Map<String, String> headers, List<byte[]> body, Delivery delivery) {

  enum Delivery {
    WHOLE,
    CHUNKED,
    /** One byte a second. */
    TRICKLED,
    /** Closed midway, with the full length announced. */
    CUT,
    /** Reset before the first byte. */
    RESET_AT_ONCE,
    RESET_MIDWAY
  }

  static Reply of(String kind, int status, String type, byte[] body) {
    return new Reply(kind, status, Map.of("Content-Type", type), List.of(body), Delivery.WHOLE);
  }

  static Reply html(String kind, int status, String page) {
    return of(kind, status, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
  }

  static Reply json(String kind, String json) {
    return of(kind, 200, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }

  static Reply redirect(String kind, String to) {
    return html(kind, 302, "").with("Location", to);
  }

  /**
   * @param seconds for {@code Retry-After}, which is left out if 0
   */
  static Reply tooMany(String kind, int seconds) {
    var reply = html(kind, 429, "<html><body><h1>429 Too Many Requests</h1></body></html>");
    return seconds == 0 ? reply : reply.with("Retry-After", Integer.toString(seconds));
  }

  Reply with(String header, String value) {
    var more = new TreeMap<>(headers);
    more.put(header, value);
    return new Reply(kind, status, more, body, delivery);
  }

  Reply by(Delivery other) {
    return new Reply(kind, status, headers, body, other);
  }

  long length() {
    return body.isEmpty() ? 0 : body.stream().mapToLong(piece -> piece.length).sum();
  }

  /** What the record says of it, such as {@code page 200} or {@code photo cut}. */
  String outcome() {
    return kind
        + switch (delivery) {
          case CUT -> " cut";
          case RESET_AT_ONCE, RESET_MIDWAY -> " reset";
          default -> " " + status;
        };
  }
}
