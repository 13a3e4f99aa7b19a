package io.sluice.sheet;

import java.util.Locale;
import java.util.Set;

/**
 * What an address begins with.
 *
 * @param length of what was written, with colon and slashes
 * @param isAssumed whether none was written
 */
record SiteScheme(String name, int length, boolean isAssumed) {
  private static final String SECURE = "https";
  private static final String PLAIN = "http";

  /** Schemes without slashes, which would look like a host with a port. */
  private static final Set<String> OTHERS =
      Set.of(
          "mailto",
          "javascript",
          "tel",
          "data",
          "file",
          "about",
          "skype",
          "whatsapp",
          "sms",
          "callto",
          "news",
          "urn",
          "ftp",
          "sftp",
          "ws",
          "wss",
          "blob",
          "chrome",
          "view-source");

  static SiteScheme of(String text) throws NotAnAddressException {
    int letters = 0;
    while (letters < text.length() && isOfScheme(text.charAt(letters))) {
      letters++;
    }
    if (letters == text.length()) {
      return new SiteScheme(SECURE, 0, true);
    }
    char behind = text.charAt(letters);
    if (letters == 0) {
      int slashes = slashes(text, 0);
      return new SiteScheme(SECURE, slashes == 2 ? 2 : 0, true);
    }
    return behind == ':' || behind == '/' ? of(text, letters) : new SiteScheme(SECURE, 0, true);
  }

  private static SiteScheme of(String text, int letters) throws NotAnAddressException {
    var name = text.substring(0, letters).toLowerCase(Locale.ROOT);
    boolean isColon = text.charAt(letters) == ':';
    int slashes = slashes(text, letters + (isColon ? 1 : 0));
    int length = letters + (isColon ? 1 : 0) + slashes;
    if (name.equals(PLAIN) || name.equals(SECURE)) {
      // The colon is what is forgotten most.
      return isColon || slashes >= 2
          ? new SiteScheme(name, length, false)
          : new SiteScheme(SECURE, 0, true);
    }
    if (isColon && (slashes >= 2 || OTHERS.contains(name))) {
      throw new NotAnAddressException(
          "scheme", "it begins with " + shown(name) + ": and only http and https are fetched");
    }
    return new SiteScheme(SECURE, 0, true);
  }

  private static String shown(String name) {
    return name.length() <= 20 ? name : name.substring(0, 20) + "…";
  }

  private static boolean isOfScheme(char sign) {
    return sign >= 'a' && sign <= 'z'
        || sign >= 'A' && sign <= 'Z'
        || sign >= '0' && sign <= '9'
        || sign == '+'
        || sign == '-'
        || sign == '.';
  }

  private static int slashes(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == '/' || text.charAt(at) == '\\')) {
      at++;
    }
    return at - from;
  }
}
