package io.sluice.website;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cookies of one chain of redirects: what a host sets on its way is told to the same host alone,
 * and forgotten with the chain. Some sites send on for ever who does not bring them back.
 */
final class ChainCookies {
  private static final int MOST = 20;
  private static final int MOST_CHARACTERS = 4_096;
  private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");
  private static final Pattern VALUE = Pattern.compile("[\\x21-\\x3a\\x3c-\\x7e ]*");

  private final Map<Key, Cookie> cookies = new LinkedHashMap<>();
  private int characters;

  private record Key(String host, String name) {}

  private record Cookie(String value, boolean secure) {}

  /**
   * Takes what an answer sets.
   *
   * @param lines values of its headers Set-Cookie
   */
  void take(URI from, List<String> lines) {
    lines.forEach(line -> take(SiteHost.of(from), line));
  }

  private void take(String host, String line) {
    var parts = line.split(";", -1);
    int is = parts[0].indexOf('=');
    if (is < 1) {
      return;
    }
    var key = new Key(host, parts[0].substring(0, is).strip());
    var value = parts[0].substring(is + 1).strip();
    if (!NAME.matcher(key.name()).matches() || !VALUE.matcher(value).matches()) {
      return;
    }
    var before = cookies.remove(key);
    characters -= before == null ? 0 : size(key, before.value());
    boolean fits = cookies.size() < MOST && characters + size(key, value) <= MOST_CHARACTERS;
    if (fits && !isOver(parts)) {
      cookies.put(key, new Cookie(value, has(parts, "secure")));
      characters += size(key, value);
    }
  }

  private static int size(Key key, String value) {
    return key.name().length() + value.length();
  }

  /** Some take a cookie back so. */
  private static boolean isOver(String[] parts) {
    return has(parts, "max-age=0");
  }

  private static boolean has(String[] parts, String attribute) {
    for (int i = 1; i < parts.length; i++) {
      if (parts[i].strip().toLowerCase(Locale.ROOT).equals(attribute)) {
        return true;
      }
    }
    return false;
  }

  /** What to tell a host; empty if it has set nothing. */
  Optional<String> of(URI to) {
    var host = SiteHost.of(to);
    boolean secure = "https".equalsIgnoreCase(to.getScheme());
    var line =
        cookies.entrySet().stream()
            .filter(cookie -> cookie.getKey().host().equals(host))
            .filter(cookie -> secure || !cookie.getValue().secure())
            .map(cookie -> cookie.getKey().name() + "=" + cookie.getValue().value())
            .collect(Collectors.joining("; "));
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }
}
