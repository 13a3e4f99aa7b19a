package io.sluice.http;

import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is asked of a server.
 *
 * @param headers besides those that say who asks and what can be read, which are ours; a name that
 *     is given here replaces an Accept or Accept-Language of ours
 * @param body whose type is the header Content-Type; empty for a request without one
 * @param last whether its connection is of no use after it
 */
public record Request(
    Method method, URI uri, Map<String, String> headers, byte[] body, boolean last) {
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

  /** Any but control characters, which could end a line and begin another request. */
  private static final Pattern VALUE = Pattern.compile("[^\\p{Cntrl}]*");

  private static final Set<String> OURS =
      Set.of(
          "accept-encoding",
          "connection",
          "content-length",
          "host",
          "transfer-encoding",
          "user-agent");

  /** What is to be done with what is at the address. */
  public enum Method {
    GET,
    POST,
    PUT,
    DELETE
  }

  public Request {
    headers = Map.copyOf(headers);
    headers.forEach(Request::check);
    if (body.length > 0 && headers.keySet().stream().noneMatch("content-type"::equalsIgnoreCase)) {
      throw new IllegalArgumentException("a body needs a Content-Type");
    }
  }

  /** One whose connection is kept for others. */
  public Request(Method method, URI uri, Map<String, String> headers, byte[] body) {
    this(method, uri, headers, body, false);
  }

  /** For what is at an address, as any visitor would ask. */
  public static Request get(URI uri) {
    return new Request(Method.GET, uri, Map.of(), new byte[0]);
  }

  public Request with(String header, String value) {
    var more = new HashMap<>(headers);
    more.put(header, value);
    return new Request(method, uri, more, body, last);
  }

  /** The same as the last one to its host for a while: both sides close the connection. */
  public Request asLast() {
    return new Request(method, uri, headers, body, true);
  }

  private static void check(String name, String value) {
    if (!NAME.matcher(name).matches() || OURS.contains(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("no header for a request: " + name);
    }
    if (!VALUE.matcher(value).matches()) {
      // The value may be a secret.
      throw new IllegalArgumentException("a control character in the header " + name);
    }
  }

  /** Without the headers, which may be secrets. */
  @Override
  public String toString() {
    return method + " " + uri;
  }
}
