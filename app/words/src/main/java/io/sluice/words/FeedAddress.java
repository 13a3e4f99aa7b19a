package io.sluice.words;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Where a feed is: {@code redis://user:password@host:port/database/stream} as somebody wrote it
 * goes in, its parts come out. The password is in no text that this gives.
 *
 * @param secure whether it is spoken to with TLS
 * @param user of an ACL; empty for the one that all are
 * @param hosts the server, or where {@code master} is there the sentinels
 * @param database of the server, 0 unless it is named
 * @param stream name of it
 * @param master whose place sentinels tell
 * @param list whether it is said to be no stream but a list
 */
public record FeedAddress(
    boolean secure,
    Optional<String> user,
    Optional<String> password,
    List<Host> hosts,
    int database,
    String stream,
    Optional<String> master,
    boolean list) {
  private static final Pattern FORM =
      Pattern.compile(
          "(redis|rediss|redis-sentinel|rediss-sentinel)://(?:([^/?#]*)@)?([^/?#@]+)/([^?#]+)"
              + "(\\?type=list)?(?:#(.+))?",
          Pattern.CASE_INSENSITIVE);

  private static final String LIST = "?type=list";
  private static final Pattern HOST =
      Pattern.compile("(\\[[0-9A-Fa-f:.%]+\\]|[\\p{Alnum}_.-]+)(?::(\\d{1,5}))?");
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,4})/(.+)");
  private static final int MOST_NAME = 512;
  private static final int MOST_PORT = 65_535;
  private static final int PORT = 6379;
  private static final int SENTINEL_PORT = 26_379;
  private static final String EXPECTED =
      "must be redis://host[:port][/database]/stream, rediss://..., or"
          + " redis-sentinel://host[:port],...[/database]/stream#master, with ?type=list behind the"
          + " name of a list";

  /**
   * @param name or address; one of IPv6 without brackets
   */
  public record Host(String name, int port) {
    @Override
    public String toString() {
      return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
  }

  public FeedAddress {
    hosts = List.copyOf(hosts);
  }

  /** Whether it is meant to be one. */
  public static boolean isMeant(String text) {
    return text.toLowerCase(Locale.ROOT).matches("\\s*rediss?(-sentinel)?://.*");
  }

  /**
   * @throws IllegalArgumentException if it is none; the message tells nothing of a password
   */
  public static FeedAddress of(String text) {
    var form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    var scheme = form.group(1).toLowerCase(Locale.ROOT);
    boolean sentinel = scheme.endsWith("-sentinel");
    if (sentinel != (form.group(6) != null)) {
      throw new IllegalArgumentException(EXPECTED);
    }
    if (form.group(4).contains("@")) {
      // Else what stands behind a / in a password would be shown as the name of a stream.
      throw new IllegalArgumentException(
          "has an @ behind its first /: write / in a password as %2F, and @ in a stream as %40");
    }
    var who = form.group(2) == null ? new String[] {""} : form.group(2).split(":", 2);
    var numbered = NUMBERED.matcher(form.group(4));
    boolean named = numbered.matches();
    return new FeedAddress(
        scheme.startsWith("rediss"),
        Optional.of(decoded(who[0])).filter(name -> !name.isEmpty()),
        who.length < 2 ? Optional.empty() : Optional.of(decoded(who[1])),
        hosts(form.group(3), sentinel ? SENTINEL_PORT : PORT),
        named ? Integer.parseInt(numbered.group(1)) : 0,
        name(decoded(named ? numbered.group(2) : form.group(4))),
        Optional.ofNullable(form.group(6)).map(FeedAddress::decoded).map(FeedAddress::name),
        form.group(5) != null);
  }

  private static List<Host> hosts(String text, int usual) {
    var hosts = new ArrayList<Host>();
    for (var part : text.split(",", -1)) {
      var host = HOST.matcher(part);
      if (!host.matches()) {
        throw new IllegalArgumentException(EXPECTED);
      }
      int port = host.group(2) == null ? usual : Integer.parseInt(host.group(2));
      if (port < 1 || port > MOST_PORT) {
        throw new IllegalArgumentException("its port must be 1 to %d".formatted(MOST_PORT));
      }
      var name = host.group(1).toLowerCase(Locale.ROOT);
      hosts.add(new Host(name.replaceAll("[\\[\\]]", ""), port));
    }
    return hosts;
  }

  private static String name(String text) {
    if (text.length() > MOST_NAME || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "its stream must have a name of at most %d printable characters".formatted(MOST_NAME));
    }
    return text;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("has a % that is no escape: write it as %25", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/");
  }

  /** The same with this password. */
  public FeedAddress with(Optional<String> other) {
    return new FeedAddress(secure, user, other, hosts, database, stream, master, list);
  }

  /** The whole of it in one form, as it may be shown: without the password. */
  public String shown() {
    return "%s://%s%s"
        .formatted(
            (secure ? "rediss" : "redis") + (master.isPresent() ? "-sentinel" : ""),
            user.map(name -> encoded(name) + "@").orElse(""),
            place(list ? LIST : ""));
  }

  /** Which stream it is, whoever reads it and however: the same for all who do. */
  public String place() {
    return place("");
  }

  /**
   * @param form what stands behind the name
   */
  private String place(String form) {
    return "%s/%s%s%s%s"
        .formatted(
            hosts.stream().map(Host::toString).collect(Collectors.joining(",")),
            database == 0 && !NUMBERED.matcher(stream).matches() ? "" : database + "/",
            encoded(stream),
            form,
            master.map(name -> "#" + encoded(name)).orElse(""));
  }

  /** The server without the stream, for messages. */
  public String server() {
    return hosts.stream().map(Host::toString).collect(Collectors.joining(","));
  }

  @Override
  public String toString() {
    return shown();
  }
}
