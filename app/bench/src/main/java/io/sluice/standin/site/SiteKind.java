package io.sluice.standin.site;

/**
 * What a site of the stand-in does, how many of 10,000 do, and what is to become of it: a status,
 * and the reason behind it if there is one.
 */
public enum SiteKind {
  /** Its name is not known, which takes 200 ms to find out. */
  NO_NAME(300, "FAILED nxdomain"),
  /** It takes a connection and says nothing. */
  SILENT(1000, "FAILED too_slow"),
  /** It ends each connection. */
  RESETS(50, "FAILED connect"),
  /** Its name leads into a private network. */
  PRIVATE_NAME(20, "FAILED private_address"),
  /** It sends on into a private network. */
  PRIVATE_REDIRECT(20, "FAILED private_address"),
  /** Its certificate is that of another. */
  FALSE_NAME(30, "FAILED tls"),
  /** Wants its first page later, and says when. */
  FLOOD_429(150, "SCRAPED"),
  /** The same by 503. */
  FLOOD_503(100, "SCRAPED"),
  /** Never wants to be asked. */
  CLOSED(30, "BLOCKED rate_limited"),
  WWW(500, "SCRAPED"),
  OTHER_HOST(100, "SCRAPED"),
  LOOP(50, "FAILED redirects"),
  NOT_FOUND(100, "FAILED http_4xx"),
  FORBIDDEN(100, "BLOCKED forbidden"),
  SERVER_ERROR(50, "FAILED http_5xx"),
  CHALLENGE(100, "BLOCKED challenge"),
  PARKED(100, "FAILED parked"),
  THIN(100, "SCRAPED thin"),
  NOT_HTML(50, "FAILED not_html"),
  TOO_LARGE(20, "FAILED too_large"),
  DRIPS(20, "FAILED too_slow"),
  DISALLOWED(200, "DISALLOWED robots"),
  ROBOTS_5XX(100, "DISALLOWED robots_unreachable"),
  /** Says of every page that it is not there, with 200. */
  SOFT_404(50, "FAILED soft_404"),
  /** Answers as no server should, and is read by browsers. */
  ODD(200, "SCRAPED"),
  /** All others. */
  PLAIN(0, "SCRAPED");

  private static final int ALL = 10_000;

  private final int share;
  private final String expected;

  SiteKind(int share, String expected) {
    this.share = share;
    this.expected = expected;
  }

  /** A status, and a reason behind a space if there is one. */
  public String expected() {
    return expected;
  }

  /** Whether something is to be found there. */
  public boolean isLive() {
    return expected.startsWith("SCRAPED");
  }

  /**
   * @param draw any number of 0 to 9,999
   */
  static SiteKind of(int draw) {
    int left = Math.floorMod(draw, ALL);
    for (var kind : values()) {
      left -= kind.share;
      if (left < 0) {
        return kind;
      }
    }
    return PLAIN;
  }
}
