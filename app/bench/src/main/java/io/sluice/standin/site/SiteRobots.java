package io.sluice.standin.site;

/** What stands in a site's robots.txt: a number of 0 to 99 goes in. */
final class SiteRobots {
  private SiteRobots() {}

  /** Empty if it has none. */
  static String of(MadeSite site) {
    if (site.kind() == SiteKind.DISALLOWED) {
      return "User-agent: *\nDisallow: /\n";
    }
    int draw = site.robots();
    if (draw < 45) {
      return "";
    }
    if (draw < 60) {
      return "User-agent: *\nAllow: /\nSitemap: https://" + site.host() + "/sitemap.xml\n";
    }
    if (draw < 70) {
      return "User-agent: *\nCrawl-delay: 1\nDisallow: /admin\nDisallow: /*?sort=\n";
    }
    if (draw < 80) {
      return "User-agent: evilbot\nDisallow: /\n\nUser-agent: *\nDisallow: /cgi-bin/\n";
    }
    if (draw < 88) {
      return "\ufeffUser-agent: *\r\nDisallow: /private\r\n";
    }
    if (draw < 94) {
      return "<!DOCTYPE html><html><head><title>Not found</title></head><body>Nothing</body></html>";
    }
    return "# " + "x".repeat(20_000) + "\nuser-agent: *\ndisallow: /wp-admin\ncrawl-delay: 2\n";
  }
}
