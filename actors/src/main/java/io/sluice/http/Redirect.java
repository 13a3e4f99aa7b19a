package io.sluice.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an answer that sends on means, for who follows it. */
public final class Redirect {
  private static final Pattern AUTHORITY =
      Pattern.compile("([a-z][a-z0-9+.-]*:)?[/\\\\]{2}[^/\\\\?#]*", Pattern.CASE_INSENSITIVE);
  private static final Pattern ESCAPED = Pattern.compile("%[0-9a-fA-F]{2}");
  private static final Set<Integer> STATUSES = Set.of(301, 302, 303, 307, 308);

  /** Of what a server sends us on to. */
  private static final int LONGEST = 8_192;

  private Redirect() {}

  public static boolean isOne(int status) {
    return STATUSES.contains(status);
  }

  /** Where an answer sends us on to; empty for no redirect, and for one to no address. */
  public static Optional<URI> of(Answer answer) {
    var location = answer.header("location");
    if (!isOne(answer.status()) || location.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(next(answer.uri(), location.get()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  /**
   * Where it leads.
   *
   * @param location as the server wrote it, with whatever a browser would encode
   * @throws URISyntaxException if that is no address
   */
  public static URI next(URI from, String location) throws URISyntaxException {
    if (location.length() > LONGEST) {
      throw new URISyntaxException(location.substring(0, 100), "It is too long for an address");
    }
    var to = encoded(location.strip());
    var path = from.getRawPath() == null || from.getRawPath().isEmpty() ? "/" : from.getRawPath();
    var root = from.getScheme() + "://" + from.getRawAuthority();
    // By itself java.net.URI leaves out the last part of the path, or the slash in front of it.
    return to.startsWith("?")
        ? new URI(root + path + to)
        : new URI(root + path).resolve(new URI(to));
  }

  private static String encoded(String location) {
    var text = new StringBuilder();
    int pathFrom = pathFrom(location);
    boolean inPath = true;
    for (int i = 0; i < location.length(); i++) {
      char next = location.charAt(i);
      inPath &= next != '?' && next != '#';
      if (next == '\\' && inPath) {
        text.append('/');
      } else if (isToEncode(location, i, pathFrom)) {
        text.append(URLEncoder.encode(Character.toString(next), UTF_8).replace("+", "%20"));
      } else {
        text.append(next);
      }
    }
    return text.toString();
  }

  /** Behind the host, if there is one; only there brackets are nothing special. */
  private static int pathFrom(String location) {
    var authority = AUTHORITY.matcher(location);
    return authority.lookingAt() ? authority.end() : 0;
  }

  private static boolean isToEncode(String text, int at, int pathFrom) {
    char next = text.charAt(at);
    return switch (next) {
      case ' ', '"', '<', '>', '\\', '^', '`', '{', '|', '}' -> true;
      case '[', ']' -> at >= pathFrom;
      case '#' -> text.indexOf('#') < at;
      case '%' -> !ESCAPED.matcher(text).region(at, text.length()).lookingAt();
      default -> Character.isISOControl(next) || next > '~' && Character.isSpaceChar(next);
    };
  }
}
