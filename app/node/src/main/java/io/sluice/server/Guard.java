package io.sluice.server;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which requests a handler sees. A request must name this server, must not come from
 * another site's page, must know the token if there is one or be part of a session, and must be
 * whole.
 *
 * <p>The first two hold on loopback as well: a page of a stranger's site in a browser on this
 * machine can send requests to it, and by a name that it lets point here it could read the answers.
 */
final class Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Guard.class);
  private static final Set<String> OWN_FETCHES = Set.of("same-origin", "none");
  private static final Set<String> LOOKS = Set.of("GET", "HEAD", "OPTIONS");
  private static final String API = "/api/";
  private static final String BEARER = "bearer ";

  private final ListenSettings settings;
  private final Set<String> open;
  private final Optional<Sessions> sessions;
  private final Set<String> hosts = new HashSet<>();

  /** Those of API_NAMES: a proxy with TLS may stand in front of them. */
  private final Set<String> named = new HashSet<>();

  /**
   * @param port that it really listens on
   * @param open paths that need no token
   */
  Guard(ListenSettings settings, int port, Set<String> open) {
    this.settings = settings;
    this.open = Set.copyOf(open);
    sessions = Sessions.of(settings);
    Set.of("localhost", "127.0.0.1", "[::1]").forEach(name -> allow(name, port));
    addresses(settings.host()).forEach(address -> allow(address, port));
    settings.names().forEach(name -> allowNamed(name, port));
  }

  private void allow(String name, int port) {
    hosts.add(name + ":" + port);
    if (port == defaultPort()) {
      hosts.add(name);
    }
  }

  /** A name without a port may also stand for a proxy in front, at the usual port. */
  private void allowNamed(String name, int port) {
    named.add(name);
    if (!name.matches(".*:\\d+")) {
      named.add(name + ":" + defaultPort());
      allow(name, port);
    }
    hosts.addAll(named);
  }

  private int defaultPort() {
    return settings.tls().isPresent() ? 443 : 80;
  }

  private static Set<String> addresses(InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      return Set.of(inAddress(bound));
    }
    var all = new HashSet<String>();
    try {
      for (var card : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        card.inetAddresses().map(Guard::inAddress).forEach(all::add);
      }
    } catch (SocketException e) {
      LOG.warn("The addresses of this machine are not known, name them in API_NAMES: {}", e);
    }
    return all;
  }

  private static String inAddress(InetAddress address) {
    var text = address.getHostAddress().replaceFirst("%.*", "");
    if (!text.contains(":")) {
      return text;
    }
    // Browsers and Pekko write the longest run of zeros as two colons, Java writes it out.
    return "[" + text.replaceFirst("(^|:)(0(:0)+)(:|$)", "::").replaceFirst(":::+", "::") + "]";
  }

  /** The answer to a request that is refused. */
  Optional<HttpResponse> refusal(HttpRequest request) {
    var host = value(request, "Host").toLowerCase(Locale.ROOT);
    if (!hosts.contains(host)) {
      return Optional.of(
          Problem.of(421, "foreign-host", "This server does not answer as " + shown(host) + ".")
              .remedy("If that is its name, add it to API_NAMES.")
              .response());
    }
    if (isForeign(request, host)) {
      return Optional.of(
          Problem.of(403, "foreign-origin", "Pages of other sites may not ask this server.")
              .remedy("Ask from a page of its own, or from a program that is no browser.")
              .response());
    }
    var stranger =
        open.contains(request.getUri().path())
            ? Optional.<HttpResponse>empty()
            : settings.token().flatMap(token -> withoutToken(request, token));
    return stranger.or(() -> partial(request));
  }

  /** RFC 9110, 14.5: taken for the whole, a part would replace it. */
  private static Optional<HttpResponse> partial(HttpRequest request) {
    return request.method().equals(HttpMethods.PUT)
            && request.getHeader("Content-Range").isPresent()
        ? Optional.of(
            Problem.of(400, "partial-put", "A part of what is to be put here cannot be.")
                .in("Content-Range")
                .remedy("Send the whole, without Content-Range.")
                .response())
        : Optional.empty();
  }

  private boolean isForeign(HttpRequest request, String host) {
    var origin = request.getHeader("Origin").map(HttpHeader::value);
    var site = request.getHeader("Sec-Fetch-Site").map(HttpHeader::value);
    return origin.filter(value -> !isOwn(value, host)).isPresent()
        || site.filter(value -> !OWN_FETCHES.contains(value)).isPresent() && !isLinked(request);
  }

  /** Somebody follows a link to a page, which holds nothing of anybody and stands in no frame. */
  private boolean isLinked(HttpRequest request) {
    var path = request.getUri().path();
    return request.method().equals(HttpMethods.GET)
        && open.contains(path)
        && !path.startsWith(API)
        && value(request, "Sec-Fetch-Mode").equals("navigate")
        && value(request, "Sec-Fetch-Dest").equals("document");
  }

  private boolean isOwn(String origin, String host) {
    return origin.equalsIgnoreCase(settings.scheme() + "://" + host)
        || named.contains(host) && origin.equalsIgnoreCase("https://" + host);
  }

  private Optional<HttpResponse> withoutToken(HttpRequest request, Token token) {
    var given = value(request, "Authorization");
    if (given.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      var access = token.access(given.substring(BEARER.length()).strip());
      return access.isEmpty()
          ? Optional.of(unauthorized("token-wrong", "The token is not the one of this server."))
          : beyond(access.get(), request);
    }
    var session = sessions.flatMap(all -> all.of(request));
    return session.isEmpty()
        ? Optional.of(unauthorized("token-missing", "This server asks for a token."))
        : beyond(session.get().access(), request).or(() -> unasked(request));
  }

  private static boolean isLook(HttpRequest request) {
    return LOOKS.contains(request.method().name());
  }

  private static Optional<HttpResponse> beyond(Access access, HttpRequest request) {
    return access == Access.ALL || isLook(request)
        ? Optional.empty()
        : Optional.of(
            Problem.of(403, "token-reads-only", "This token lets nobody change anything.")
                .remedy("Give the value of API_TOKEN, not of API_TOKEN_READ.")
                .response());
  }

  /** A browser sends its cookie by itself, so it must say too from which page. */
  private static Optional<HttpResponse> unasked(HttpRequest request) {
    return isLook(request)
            || request.getHeader("Origin").isPresent()
            || request.getHeader("Sec-Fetch-Site").isPresent()
        ? Optional.empty()
        : Optional.of(
            Problem.of(403, "foreign-origin", "It is not known which page asks for this.")
                .remedy("Send the header Origin, or the token instead of a cookie.")
                .response());
  }

  private static HttpResponse unauthorized(String type, String detail) {
    return Problem.of(401, type, detail)
        .remedy("Send the header Authorization: Bearer, followed by the value of API_TOKEN.")
        .response()
        .addHeader(RawHeader.create("WWW-Authenticate", "Bearer"));
  }

  private static String value(HttpRequest request, String header) {
    return request.getHeader(header).map(HttpHeader::value).orElse("");
  }

  private static String shown(String host) {
    return host.isEmpty() ? "a server without a name" : host;
  }
}
