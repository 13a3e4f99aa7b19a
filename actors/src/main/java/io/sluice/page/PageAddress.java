package io.sluice.page;

import crawlercommons.domains.EffectiveTldFinder;
import io.sluice.sheet.SiteAddress;
import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Addresses that pages name, as browsers read them, without ever failing. */
final class PageAddress {
  private static final int MOST = 2_000;

  private PageAddress() {}

  /**
   * @param base an address of HTTP
   * @return an address of HTTP without its fragment, or empty where the link leads nowhere else
   */
  static Optional<String> resolve(String base, String link) {
    var href = stripped(link);
    int fragment = href.indexOf('#');
    href = fragment < 0 ? href : href.substring(0, fragment);
    if (href.isEmpty() || href.length() > MOST) {
      return Optional.empty();
    }
    int colon = schemeEnd(href);
    if (colon > 0) {
      return isHttp(href) ? Optional.of(normal(href)) : Optional.empty();
    }
    int host = base.indexOf("//");
    if (host < 0) {
      return Optional.empty();
    }
    if (href.startsWith("//")) {
      return Optional.of(normal(base.substring(0, host) + href));
    }
    int path = pathStart(base);
    if (href.startsWith("/")) {
      return Optional.of(normal(base.substring(0, path) + href));
    }
    int query = base.indexOf('?', path);
    var whole = query < 0 ? base : base.substring(0, query);
    if (href.startsWith("?")) {
      return Optional.of(whole + href);
    }
    int directory = whole.lastIndexOf('/');
    return Optional.of(
        normal(directory < path ? whole + "/" + href : whole.substring(0, directory + 1) + href));
  }

  /** Empty where it has none. */
  static String host(String address) {
    int start = address.indexOf("//") + 2;
    if (start < 2) {
      return "";
    }
    var authority = address.substring(start, pathStart(address));
    authority = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = authority.lastIndexOf(':');
    var host = colon > 0 && !authority.endsWith("]") ? authority.substring(0, colon) : authority;
    return host.toLowerCase(Locale.ROOT);
  }

  /** With its query. */
  static String path(String address) {
    return address.substring(pathStart(address));
  }

  /** The part of a host that somebody has registered; the host itself where that is not known. */
  static String domain(String host) {
    try {
      return SiteAddress.registrableDomain(host);
    } catch (RuntimeException e) {
      return host;
    }
  }

  /** Whether a name ends as names on the internet do. */
  static boolean isDomain(String host) {
    try {
      return EffectiveTldFinder.getAssignedDomain(host, true, false) != null;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** As a request needs it: what browsers encode is encoded. */
  static Optional<URI> uri(String address) {
    var encoded = new StringBuilder(address.length() + 16);
    int start = pathStart(address);
    encoded.append(ascii(address.substring(0, start)));
    for (byte b : address.substring(start).getBytes(StandardCharsets.UTF_8)) {
      if (b > ' ' && b < 0x7F && "\"<>\\^`{|}".indexOf(b) < 0) {
        encoded.append((char) b);
      } else {
        encoded.append('%').append(Character.toUpperCase(Character.forDigit((b >> 4) & 15, 16)));
        encoded.append(Character.toUpperCase(Character.forDigit(b & 15, 16)));
      }
    }
    try {
      var uri = new URI(encoded.toString());
      return uri.getRawAuthority() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      return withoutPercents(encoded);
    }
  }

  /** One that is no beginning of an encoded sign is encoded itself. */
  private static Optional<URI> withoutPercents(StringBuilder address) {
    try {
      var mended = address.toString().replaceAll("%(?![0-9A-Fa-f]{2})", "%25");
      var uri = new URI(mended);
      return uri.getRawAuthority() == null ? Optional.empty() : Optional.of(uri);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String ascii(String origin) {
    try {
      int host = origin.indexOf("//") + 2;
      return origin.chars().allMatch(c -> c < 0x80)
          ? origin
          : origin.substring(0, host) + IDN.toASCII(origin.substring(host));
    } catch (IllegalArgumentException e) {
      return origin;
    }
  }

  /** Browsers leave line ends and tabs out, wherever they stand. */
  private static String stripped(String link) {
    var href = link.strip();
    if (href.indexOf('\n') >= 0 || href.indexOf('\t') >= 0 || href.indexOf('\r') >= 0) {
      href = href.replaceAll("[\\n\\r\\t]", "");
    }
    return href;
  }

  private static int schemeEnd(String href) {
    for (int at = 0; at < href.length(); at++) {
      char c = href.charAt(at);
      if (c == ':') {
        return at;
      }
      if (!(Character.isLetterOrDigit(c) || c == '+' || c == '-' || c == '.')) {
        return -1;
      }
    }
    return -1;
  }

  private static boolean isHttp(String address) {
    return address.regionMatches(true, 0, "http://", 0, 7) && address.length() > 7
        || address.regionMatches(true, 0, "https://", 0, 8) && address.length() > 8;
  }

  private static int pathStart(String address) {
    int start = address.indexOf("//") + 2;
    for (int at = start; at < address.length(); at++) {
      char c = address.charAt(at);
      if (c == '/' || c == '?') {
        return at;
      }
    }
    return address.length();
  }

  private static String normal(String address) {
    int path = pathStart(address);
    var origin = address.substring(0, path).toLowerCase(Locale.ROOT);
    var rest = path == address.length() ? "/" : address.substring(path);
    return origin + (rest.contains("/.") ? withoutDots(rest) : rest);
  }

  private static String withoutDots(String pathAndQuery) {
    int query = pathAndQuery.indexOf('?');
    var path = query < 0 ? pathAndQuery : pathAndQuery.substring(0, query);
    List<String> kept = new ArrayList<>();
    for (var part : path.substring(1).split("/", -1)) {
      if (part.equals("..") && !kept.isEmpty()) {
        kept.remove(kept.size() - 1);
      } else if (!part.equals(".") && !part.equals("..")) {
        kept.add(part);
      }
    }
    return "/" + String.join("/", kept) + (query < 0 ? "" : pathAndQuery.substring(query));
  }
}
