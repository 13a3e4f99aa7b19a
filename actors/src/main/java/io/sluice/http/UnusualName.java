package io.sluice.http;

import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.StandardConstants;

/**
 * The name of a host that the web has and the JDK's TLS takes for none, such as one with an
 * underscore: it neither tells the server whom it looks for nor believes any certificate. Both are
 * done here, by the same rules (RFC 6125): a certificate is for the names it lists, whose first
 * part may be a star.
 */
record UnusualName(String host) {
  private static final int DNS = 2;

  /** Empty for a name that the JDK takes. */
  static Optional<UnusualName> of(String host) {
    if (host.startsWith("[")) {
      // An address, which no server is told, and which a certificate has as such.
      return Optional.empty();
    }
    try {
      new SNIHostName(host);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(new UnusualName(host));
    }
  }

  /** As it is sent, whatever it is. */
  private static final class HostName extends SNIServerName {
    HostName(byte[] bytes) {
      super(StandardConstants.SNI_HOST_NAME, bytes);
    }
  }

  /** Tells the server for whom we come. */
  void tell(SSLParameters parameters) {
    parameters.setServerNames(List.of(new HostName(host.getBytes(StandardCharsets.US_ASCII))));
  }

  /**
   * @throws SSLPeerUnverifiedException if the certificate, which is of somebody who is trusted, is
   *     not for this host
   */
  void check(SSLSession session) throws SSLPeerUnverifiedException {
    var certificate = (X509Certificate) session.getPeerCertificates()[0];
    if (names(certificate).stream().noneMatch(this::fits)) {
      throw new SSLPeerUnverifiedException(
          "No subject alternative DNS name matching " + host + " found");
    }
  }

  private static List<String> names(X509Certificate certificate) throws SSLPeerUnverifiedException {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null
          ? List.of()
          : names.stream().filter(UnusualName::isDns).map(name -> (String) name.get(1)).toList();
    } catch (CertificateParsingException e) {
      throw new SSLPeerUnverifiedException("The names of the certificate cannot be read");
    }
  }

  private static boolean isDns(List<?> name) {
    return name.get(0).equals(DNS);
  }

  private boolean fits(String name) {
    var lower = name.toLowerCase(Locale.ROOT);
    if (!lower.startsWith("*.")) {
      return lower.equals(host);
    }
    var domain = lower.substring(1);
    // One part, and of nothing as wide as all of .com.
    return domain.indexOf('.', 1) > 0
        && host.endsWith(domain)
        && host.indexOf('.') == host.length() - domain.length();
  }
}
