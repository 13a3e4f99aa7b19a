package io.sluice.server;

import java.util.List;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/** The headers that keep browsers from doing more with an answer than it is meant for. */
final class SecurityHeaders {
  private static final List<HttpHeader> DEFAULTS =
      List.of(
          RawHeader.create("X-Content-Type-Options", "nosniff"),
          RawHeader.create("Cache-Control", "no-store"),
          RawHeader.create("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
          RawHeader.create("Cross-Origin-Resource-Policy", "same-origin"),
          RawHeader.create("Referrer-Policy", "no-referrer"));

  private SecurityHeaders() {}

  /** The answer with those that it does not have. */
  static HttpResponse on(HttpResponse response) {
    return response.addHeaders(
        DEFAULTS.stream().filter(header -> response.getHeader(header.name()).isEmpty()).toList());
  }
}
