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
    var host = authority.substring(authority.lastIndexOf('@') + 1).replaceFirst(":\\d*$", "");
    var bare = host.toLowerCase(Locale.ROOT).replaceFirst("\\.+$", "");
    try {
      return IDN.toASCII(bare, IDN.ALLOW_UNASSIGNED);
    } catch (IllegalArgumentException e) {
      return bare;
    }
  }
}
