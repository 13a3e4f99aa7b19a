package io.sluice.file;

import io.sluice.origin.OriginName;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses of files of the web: one as somebody wrote it goes in, the one that all that are equal
 * by RFC 3986 have in common comes out, in ASCII and without what may be a password.
 */
public final class WebAddress {
  private static final Pattern WEB =
      Pattern.compile("(https?)://([^/?#]*)(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  /** What may stand in a path, a query or a fragment (RFC 3986, section 3.3 to 3.5). */
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?#";

  /**
   * Names end at 253 signs (RFC 1035, section 2.3.4), and the journal of an origin, which has its
   * port and a prefix besides, at 255.
   */
  private static final int MOST_HOST = 230;

  private static final int MOST_NAME = 255;

  private WebAddress() {}

  /** Whether it is meant to be one: {@code http://} or {@code https://} is what it begins with. */
  public static boolean isMeant(String text) {
    return WEB.matcher(text.strip()).matches();
  }

  /**
   * Signs that no address may have are escaped in its path and its query, as browsers do.
   *
   * @throws URISyntaxException if it is none
   */
  public static URI of(String text) throws URISyntaxException {
    var parts = WEB.matcher(text.strip());
    if (!parts.matches()) {
      throw new URISyntaxException(text, "It begins with neither http:// nor https://");
    }
    var scheme = parts.group(1).toLowerCase(Locale.ROOT);
    var rest = withoutFragment(escaped(parts.group(3)));
    var uri =
        new URI(
            scheme
                + "://"
                + authority(scheme, parts.group(2))
                + (rest.startsWith("/") ? rest : "/" + rest));
    // Of a name that java.net.URI takes for none only the authority is known.
    var host = uri.getHost() == null ? uri.getRawAuthority() : uri.getHost();
    if (host != null && host.length() > MOST_HOST) {
      throw new URISyntaxException(text, "The name of its host is too long");
    }
    return uri;
  }

  private static String withoutFragment(String rest) {
    int fragment = rest.indexOf('#');
    return fragment < 0 ? rest : rest.substring(0, fragment);
  }

  private static String authority(String scheme, String written) {
    int at = written.lastIndexOf('@');
    var host = written.substring(at + 1).toLowerCase(Locale.ROOT);
    var usual = host.endsWith(":") ? ":" : scheme.equals("https") ? ":443" : ":80";
    var shorter = host.endsWith(usual) ? host.substring(0, host.length() - usual.length()) : host;
    // Who it is stays a secret; that there is somebody has it refused.
    return at < 0 ? shorter : "***@" + shorter;
  }

  private static String escaped(String text) {
    var out = new StringBuilder();
    for (var sign : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (sign & 0xff);
      boolean plain = c < 0x80 && Character.isLetterOrDigit(c) || ALLOWED.indexOf(c) >= 0;
      out.append(plain || c == '%' ? c : "%%%02X".formatted((int) c));
    }
    return Percent.BARE.matcher(out).replaceAll("%25");
  }

  /** Whose leave a request there needs; empty if it names no host. */
  static Optional<OriginName> origin(URI address) {
    return Optional.ofNullable(address.getHost())
        .map(host -> host.toLowerCase(Locale.ROOT))
        .map(host -> address.getPort() < 0 ? host : host + ":" + address.getPort())
        .map(host -> new OriginName(OriginName.Kind.SITE, host));
  }

  /** What a file from there is called: the end of the path, or the host. */
  static String fileName(URI address) {
    var path = address.getRawPath();
    return cleaned(Percent.decoded(path.substring(path.lastIndexOf('/') + 1)), address.getHost());
  }

  /**
   * The name of a file of what came from outside.
   *
   * @param other where nothing is left of it
   */
  static String cleaned(String name, String other) {
    var clean = name.replaceAll("[/\\\\\\p{Cntrl}]", "_");
    return clean.isBlank() || clean.matches("\\.{1,2}") ? other : cut(clean);
  }

  /** To what disks take. */
  private static String cut(String name) {
    int end = name.length();
    while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MOST_NAME) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end);
  }
}
