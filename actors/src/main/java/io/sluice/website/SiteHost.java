package io.sluice.website;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;

/**
 * The host of a site's address, as it is asked for: also where it has signs that Java takes for no
 * host's.
 */
final class SiteHost {
  private SiteHost() {}

  static String of(URI address) {
    var authority = address.getRawAuthority();
    if (authority == null) {
      return "";
    }
    if (isPlain(authority)) {
      return authority;
    }
    var host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
    var bare = host.toLowerCase(Locale.ROOT).replaceFirst("\\.+$", "");
    try {
      return IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return bare;
    }
  }

  /** As nearly all are, with nothing to be changed. */
  private static boolean isPlain(String authority) {
    for (int at = 0; at < authority.length(); at++) {
      char c = authority.charAt(at);
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-')) {
        return false;
      }
    }
    return !authority.isEmpty() && !authority.endsWith(".");
  }
}
