package io.sluice.standin;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One request as it was read from a connection; what follows the head is not read.
 *
 * @param headers by lower-case name
 */
record VisitRequest(
    String method, String path, Map<String, String> query, Map<String, String> headers) {
  private static final int LONGEST_LINE = 16_384;

  /**
   * @return null where the client has closed the connection between requests
   */
  static VisitRequest read(InputStream in) throws IOException {
    var first = line(in);
    if (first == null) {
      return null;
    }
    var parts = first.split(" ");
    if (parts.length != 3) {
      throw new IOException("no HTTP request: " + first);
    }
    var target = parts[1].split("\\?", 2);
    return new VisitRequest(
        parts[0], target[0], query(target.length == 2 ? target[1] : ""), headers(in));
  }

  boolean keepsAlive() {
    return !"close".equalsIgnoreCase(headers.get("connection"));
  }

  private static Map<String, String> headers(InputStream in) throws IOException {
    var headers = new HashMap<String, String>();
    for (var line = line(in); line == null || !line.isEmpty(); line = line(in)) {
      if (line == null) {
        throw new EOFException("the connection ended within a request");
      }
      var colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
    }
    return headers;
  }

  private static Map<String, String> query(String text) {
    var query = new HashMap<String, String>();
    for (var pair : text.split("&")) {
      var sides = pair.split("=", 2);
      var value = sides.length == 2 ? sides[1] : "";
      query.put(sides[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return query;
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      if (next != '\r') {
        line.append((char) next);
      }
      if (line.length() > LONGEST_LINE) {
        throw new IOException("a line of a request is longer than " + LONGEST_LINE);
      }
    }
    return line.toString();
  }
}
