package io.sluice.website;

import java.net.URI;

/** The host of a site's address, also where it has signs that Java takes for no host's. */
final class SiteHost {
  private SiteHost() {}

  static String of(URI address) {
    var authority = address.getRawAuthority();
    if (authority == null) {
      return "";
    }
    var host = authority.substring(authority.lastIndexOf('@') + 1);
    return host.replaceFirst(":\\d*$", "");
  }
}
