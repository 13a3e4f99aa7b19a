package io.sluice.http;

import io.sluice.http.HttpFailure.Reason;
import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a request goes: what its address says, before names are resolved.
 *
 * @param uri without its fragment
 * @param host without the dot that may end it
 */
record Destination(URI uri, boolean secure, String host, int port) {
  private static final Set<Integer> PORTS = Set.of(80, 443);
  private static final Pattern NAMED = Pattern.compile("([^:@\\[\\]]+)(?::(\\d{0,5}))?");
  private static final Pattern HOST = Pattern.compile("[\\w-]+(\\.[\\w-]+)*\\.?");

  /** Takes an address apart, or refuses it for its form. */
  static Destination of(URI uri) throws RefusedException {
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new RefusedException(shown(uri) + " is refused: neither http nor https");
    }
    if (uri.getRawAuthority() == null) {
      throw new RefusedException(shown(uri) + " is refused: it names no host");
    }
    if (uri.getRawAuthority().contains("@")) {
      throw new RefusedException(shown(uri) + " is refused: the address holds a user");
    }
    var named = uri.getHost() == null ? named(uri) : new Named(uri.getHost(), uri.getPort());
    var host = host(named.host().toLowerCase(Locale.ROOT));
    var secure = scheme.equals("https");
    return new Destination(
        withoutFragment(uri), secure, host, named.port() >= 0 ? named.port() : secure ? 443 : 80);
  }

  /**
   * @param port -1 if there is none
   */
  private record Named(String host, int port) {}

  /** Of names that the web has and java.net.URI has not: with an underscore or other letters. */
  private static Named named(URI uri) throws RefusedException {
    var parts = NAMED.matcher(uri.getAuthority());
    var host = parts.matches() ? ascii(parts.group(1)) : "";
    if (!HOST.matcher(host).matches()) {
      throw new RefusedException(shown(uri) + " is refused: not a usual host name or address");
    }
    var port = parts.group(2);
    return new Named(host, port == null || port.isEmpty() ? -1 : Integer.parseInt(port));
  }

  private static String ascii(String host) {
    try {
      return IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Refuses names that some resolvers read as a number in another form, such as 0x7f.1. */
  private static String host(String host) throws RefusedException {
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    var last = name.substring(name.lastIndexOf('.') + 1);
    var number = last.matches("\\d+|0x[0-9a-f]*");
    var zone = name.contains("%");
    if (name.isEmpty()
        || zone
        || number && !name.matches("(0|[1-9]\\d{0,2})(\\.(0|[1-9]\\d{0,2})){3}")) {
      throw new RefusedException(host + " is refused: not a usual host name or address");
    }
    return name;
  }

  private static URI withoutFragment(URI uri) throws RefusedException {
    if (uri.getRawFragment() == null) {
      return uri;
    }
    try {
      var text = uri.toString();
      return new URI(text.substring(0, text.indexOf('#')));
    } catch (URISyntaxException e) {
      throw new RefusedException(shown(uri) + " is refused: " + e.getReason());
    }
  }

  private static String shown(URI uri) {
    var authority = uri.getRawAuthority();
    return authority == null
        ? uri.getScheme() + ":"
        : authority.substring(authority.lastIndexOf('@') + 1);
  }

  /** Gives the addresses back if every one of them is public or allowed. */
  List<InetAddress> check(List<InetAddress> addresses, AllowedAddresses allowed)
      throws RefusedException {
    for (var address : addresses) {
      if (allowed.allows(address, port)) {
        continue;
      }
      var reason = BlockedAddresses.reason(address);
      if (reason.isPresent()) {
        throw refused(address, reason.get(), Reason.PRIVATE_ADDRESS);
      }
      if (!PORTS.contains(port)) {
        throw refused(address, "port " + port + ", only 80 and 443 are used", Reason.REFUSED);
      }
    }
    return addresses;
  }

  private RefusedException refused(InetAddress address, String words, Reason reason) {
    var shown = address.getHostAddress();
    return new RefusedException(
        host + (host.equals(shown) ? "" : " (" + shown + ")") + " is refused: " + words, reason);
  }

  /** What stands in the first line of the request. */
  String target() {
    var ascii = URI.create(uri.toASCIIString());
    var path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
    return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
  }
}
