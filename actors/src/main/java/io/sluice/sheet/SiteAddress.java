package io.sluice.sheet;

import java.nio.charset.StandardCharsets;

/**
 * Where a website is, from a cell as somebody wrote it: in ASCII, with a scheme and a path, without
 * the usual port and what stands behind {@code #}. That it is one of this machine or of its network
 * is found by who connects.
 *
 * @param address {@code https://} where no scheme was written
 * @param host without a dot at its end
 * @param port -1 if it is the usual one
 * @param assumed whether the scheme was not written, so that {@code http} may be tried too
 */
public record SiteAddress(String address, String host, int port, boolean assumed) {
  private static final int MOST = 2000;

  /** With what stands around it. */
  private static final int MOST_OF_CELL = 2 * MOST;

  /** What may stand in a path or a query (RFC 3986, sections 3.3 and 3.4). */
  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?%";

  private static final String AROUND =
      "\"'`<>()[]{}\u00ab\u00bb\u2018\u2019\u201a\u201c\u201d\u201e";
  private static final String BEHIND = ",;";
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  /**
   * @throws NotAnAddressException if it is none
   */
  public static SiteAddress of(String cell) throws NotAnAddressException {
    if (cell.length() > MOST_OF_CELL) {
      throw new NotAnAddressException("too_long", "it has more than " + MOST + " signs");
    }
    var text = trimmed(cell);
    if (text.isEmpty()) {
      throw new NotAnAddressException("empty", "the cell of the address is empty");
    }
    var scheme = SiteScheme.of(text);
    int host = scheme.length();
    int behind = end(text, host);
    var authority = text.substring(host, behind);
    if (authority.indexOf('@') >= 0) {
      throw withUser(authority, scheme);
    }
    var place = SitePlace.of(authority, scheme);
    var address = new StringBuilder(scheme.name().length() + text.length() + 8);
    address.append(scheme.name()).append("://").append(place.host());
    if (place.port() >= 0) {
      address.append(':').append(place.port());
    }
    addPath(address, text, behind);
    if (address.length() > MOST) {
      throw new NotAnAddressException("too_long", "it has more than " + MOST + " signs");
    }
    return new SiteAddress(address.toString(), place.host(), place.port(), scheme.isAssumed());
  }

  private static String trimmed(String cell) {
    int from = 0;
    int to = cell.length();
    while (from < to && isAround(cell.charAt(from))) {
      from++;
    }
    while (to > from && isBehind(cell, from, to)) {
      to--;
    }
    return cell.substring(from, to);
  }

  private static boolean isAround(char sign) {
    return isSpace(sign) || sign != '[' && AROUND.indexOf(sign) >= 0;
  }

  private static boolean isBehind(String cell, int from, int to) {
    char sign = cell.charAt(to - 1);
    if (sign == ')' || sign == ']' || sign == '\'') {
      // Such as stand in paths: only what was opened outside is closed outside.
      char opening = sign == ')' ? '(' : sign == ']' ? '[' : sign;
      return cell.substring(from, to - 1).indexOf(opening) < 0;
    }
    return isSpace(sign) || AROUND.indexOf(sign) >= 0 || BEHIND.indexOf(sign) >= 0;
  }

  /** White space, and signs that are not seen. */
  private static boolean isSpace(char sign) {
    return sign <= ' '
        || sign >= 0x7f
            && (sign < 0xa1
                || Character.isSpaceChar(sign)
                || Character.getType(sign) == Character.FORMAT);
  }

  /** Where the host ends. */
  private static int end(String text, int from) {
    int at = from;
    while (at < text.length() && "/?#\\".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  private static NotAnAddressException withUser(String authority, SiteScheme scheme) {
    return scheme.isAssumed()
        ? new NotAnAddressException("not_an_address", "it is an e-mail address, and no website")
        : new NotAnAddressException(
            "userinfo", "it holds a user: write the address without what stands before the @");
  }

  /** What is no plain sign is escaped, as browsers do. */
  private static void addPath(StringBuilder address, String text, int from)
      throws NotAnAddressException {
    if (from == text.length() || text.charAt(from) != '/' && text.charAt(from) != '\\') {
      address.append('/');
    }
    boolean inQuery = false;
    for (int i = from; i < text.length() && text.charAt(i) != '#'; ) {
      int sign = text.codePointAt(i);
      int next = i + Character.charCount(sign);
      inQuery |= sign == '?';
      if (sign <= ' ' || sign == 0xa0) {
        checkOne(text, next);
      }
      if (sign == '\\' && !inQuery) {
        address.append('/');
      } else if (isPlain(sign) && !(sign == '%' && !isEscape(text, i))) {
        address.append((char) sign);
      } else {
        escape(address, sign);
      }
      i = next;
    }
  }

  private static boolean isPlain(int sign) {
    return sign >= 'a' && sign <= 'z'
        || sign >= 'A' && sign <= 'Z'
        || sign >= '0' && sign <= '9'
        || sign < 0x80 && ALLOWED.indexOf(sign) >= 0;
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }

  private static void escape(StringBuilder address, int sign) {
    for (var one : Character.toString(sign).getBytes(StandardCharsets.UTF_8)) {
      address.append('%').append(HEX[(one >> 4) & 0xf]).append(HEX[one & 0xf]);
    }
  }

  /** Behind a space there is no second address. */
  private static void checkOne(String text, int from) throws NotAnAddressException {
    var rest = text.substring(from).strip();
    if (rest.startsWith("http://") || rest.startsWith("https://") || rest.startsWith("www.")) {
      throw new NotAnAddressException(
          "not_an_address", "it holds more than one address: write each into a row of its own");
    }
  }

  public boolean isSecure() {
    return address.startsWith("https:");
  }

  /** The same for rows that are duplicates of one another. */
  public String key() {
    return address;
  }

  /** What somebody has registered, of the name of a host; itself if that is not known. */
  public static String registrableDomain(String host) {
    return PublicSuffixes.registrable(host);
  }

  /** What somebody has registered, such as {@code example.co.uk}; the host if that is not known. */
  public String registrableDomain() {
    return PublicSuffixes.registrable(host);
  }
}
