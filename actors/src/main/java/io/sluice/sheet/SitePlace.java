package io.sluice.sheet;

import java.net.IDN;
import java.util.Locale;

/** A host in ASCII, and its port: -1 if it is the usual one. */
record SitePlace(String host, int port) {
  private static final int MOST_LABEL = 63;

  /** Names end at 253 signs, and the journal of an origin has its port and a prefix besides. */
  private static final int MOST_HOST = 230;

  private static final int MOST_PORT = 65_535;
  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  static SitePlace of(String authority, SiteScheme scheme) throws NotAnAddressException {
    if (authority.startsWith("[")) {
      throw address();
    }
    int colon = authority.lastIndexOf(':');
    var written = colon < 0 ? authority : authority.substring(0, colon);
    int port = colon < 0 ? -1 : port(authority.substring(colon + 1));
    boolean isUsual = port == HTTPS && scheme.name().equals("https");
    isUsual |= port == HTTP && scheme.name().equals("http");
    return new SitePlace(host(written, scheme), isUsual ? -1 : port);
  }

  private static int port(String written) throws NotAnAddressException {
    if (written.isEmpty()) {
      return -1;
    }
    if (!written.matches("\\d{1,5}") || Integer.parseInt(written) > MOST_PORT) {
      throw none("what stands behind its colon is no port");
    }
    return Integer.parseInt(written);
  }

  private static String host(String written, SiteScheme scheme) throws NotAnAddressException {
    var host = ascii(written.strip().toLowerCase(Locale.ROOT));
    int end = host.length();
    while (end > 0 && host.charAt(end - 1) == '.') {
      end--;
    }
    host = host.substring(0, end);
    if (host.isEmpty()) {
      throw new NotAnAddressException("no_host", "it names no host");
    }
    check(host);
    if (host.indexOf('.') < 0) {
      throw scheme.isAssumed()
          ? none("it is no address such as example.com")
          : new NotAnAddressException("no_host", "its host has no domain, as example.com has");
    }
    return host;
  }

  private static String ascii(String host) throws NotAnAddressException {
    for (int i = 0; i < host.length(); i++) {
      if (host.charAt(i) >= 0x80) {
        return encoded(host.replaceAll("[\\u3002\\uff0e\\uff61]", "."));
      }
    }
    return host;
  }

  private static String encoded(String host) throws NotAnAddressException {
    var labels = host.split("\\.", -1);
    for (int i = 0; i < labels.length; i++) {
      try {
        labels[i] =
            Punycode.isApart(labels[i])
                ? Punycode.label(labels[i])
                : IDN.toASCII(labels[i], IDN.ALLOW_UNASSIGNED);
      } catch (IllegalArgumentException e) {
        throw none("its host has signs that no domain has");
      }
    }
    return String.join(".", labels).toLowerCase(Locale.ROOT);
  }

  private static void check(String host) throws NotAnAddressException {
    if (host.length() > MOST_HOST) {
      throw new NotAnAddressException("too_long", "its host has more than " + MOST_HOST + " signs");
    }
    int begin = 0;
    for (int i = 0; i <= host.length(); i++) {
      if (i < host.length() && host.charAt(i) != '.') {
        checkSign(host.charAt(i));
        continue;
      }
      if (i == begin || i - begin > MOST_LABEL) {
        throw none(
            i == begin ? "its host has two dots in a row" : "a part of its host is too long");
      }
      if (i == host.length() && isNumber(host, begin)) {
        throw address();
      }
      begin = i + 1;
    }
  }

  private static void checkSign(char sign) throws NotAnAddressException {
    boolean isFit =
        sign >= 'a' && sign <= 'z' || sign >= '0' && sign <= '9' || sign == '-' || sign == '_';
    if (!isFit) {
      throw none(
          sign == ' '
              ? "it holds words, and no address such as example.com"
              : "its host has signs that no domain has");
    }
  }

  /** What some resolvers read as one, such as the end of 0x7f.1; no domain ends so. */
  private static boolean isNumber(String host, int begin) {
    boolean isHex = host.startsWith("0x", begin);
    for (int i = begin + (isHex ? 2 : 0); i < host.length(); i++) {
      char sign = host.charAt(i);
      if (!(sign >= '0' && sign <= '9' || isHex && sign >= 'a' && sign <= 'f')) {
        return false;
      }
    }
    return true;
  }

  private static NotAnAddressException none(String detail) {
    return new NotAnAddressException("not_an_address", detail);
  }

  private static NotAnAddressException address() {
    return new NotAnAddressException(
        "ip_address", "it is a number and no name: a website has a domain");
  }
}
