package io.sluice.cluster;

import io.sluice.settings.InvalidSettingException;
import io.sluice.tls.GuardedEngine;
import io.sluice.tls.PemFile;
import io.sluice.tls.TlsIdentity;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509TrustManager;

/**
 * What a node shows to others and asks of them: a certificate that the CA signed and that has a
 * name in common with its own. Nodes come and go with their addresses, so these are not looked at.
 */
final class NodeCredentials {
  private static final String[] PROTOCOLS = {"TLSv1.3"};
  private static final String ANY_USE = "2.5.29.37.0";
  private static final List<String> BOTH_USES = List.of("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
  private static final int DNS_NAME = 2;

  private final SSLContext context;
  private final Set<String> names;

  private NodeCredentials(SSLContext context, Set<String> names) {
    this.context = context;
    this.names = names;
  }

  /**
   * @throws InvalidSettingException if another node would refuse them
   */
  static NodeCredentials read(NodeTls files, Instant now) {
    var identity = TlsIdentity.read(files.certificate(), files.key());
    var signers = files.ca().certificates();
    identity.chain().forEach(certificate -> checkTime(files.certificate(), certificate, now));
    if (signers.size() == 1) {
      checkTime(files.ca(), signers.get(0), now);
    }
    var own = identity.chain().get(0);
    checkUse(files.certificate(), own);
    var trust = (X509TrustManager) files.ca().trust().getTrustManagers()[0];
    checkSigned(files, identity.chain(), trust);
    var names = names(own);
    if (names.isEmpty()) {
      throw files.certificate().refused("it has no name: give it one that all nodes have");
    }
    return new NodeCredentials(identity.context(trust), names);
  }

  private static void checkTime(PemFile file, X509Certificate certificate, Instant now) {
    var subject = certificate.getSubjectX500Principal().getName();
    var start = certificate.getNotBefore().toInstant();
    var end = certificate.getNotAfter().toInstant();
    if (now.isBefore(start)) {
      throw file.refused(
          "%s is not valid before %s: look at this machine's clock".formatted(subject, start));
    }
    if (now.isAfter(end)) {
      throw file.refused("%s expired on %s: make a new one".formatted(subject, end));
    }
  }

  private static void checkUse(PemFile file, X509Certificate own) {
    try {
      var uses = own.getExtendedKeyUsage();
      if (uses != null && !uses.contains(ANY_USE) && !uses.containsAll(BOTH_USES)) {
        throw file.refused(
            "it is not for both ends of a connection: let it have the extended key usages"
                + " serverAuth and clientAuth, or none");
      }
    } catch (CertificateParsingException e) {
      throw file.refused("its extended key usages cannot be read");
    }
  }

  /** Asks what every other node will ask. */
  private static void checkSigned(
      NodeTls files, List<X509Certificate> chain, X509TrustManager trust) {
    try {
      var certificates = chain.toArray(X509Certificate[]::new);
      trust.checkServerTrusted(certificates, "UNKNOWN");
      trust.checkClientTrusted(certificates, "UNKNOWN");
    } catch (CertificateException e) {
      throw files
          .certificate()
          .refused(
              "it is not signed by who stands in NODE_TLS_CA %s (%s): put that one there, and all between the two behind the certificate"
                  .formatted(files.ca().path(), root(e)));
    }
  }

  /** What is wrong with a certificate, without the layers of Java around it. */
  static String root(Throwable failure) {
    var root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage();
  }

  SSLEngine engine(String host, int port, boolean client) {
    var engine = GuardedEngine.of(context.createSSLEngine(host, port));
    engine.setUseClientMode(client);
    engine.setEnabledProtocols(PROTOCOLS);
    if (!client) {
      engine.setNeedClientAuth(true);
    }
    return engine;
  }

  SSLContext context() {
    return context;
  }

  static String[] protocols() {
    return PROTOCOLS.clone();
  }

  /** Why the other end is none of the nodes although its certificate is signed by the CA. */
  Optional<String> strangeness(SSLSession session) {
    try {
      var theirs = names((X509Certificate) session.getPeerCertificates()[0]);
      return Collections.disjoint(names, theirs)
          ? Optional.of(
              "its certificate is for %s and ours for %s: all nodes need one name in common"
                  .formatted(theirs, names))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.of("it shows no certificate");
    }
  }

  /** The common name and the DNS names. */
  private static Set<String> names(X509Certificate certificate) {
    var names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    try {
      for (var part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
        if (part.getType().equalsIgnoreCase("CN")) {
          names.add(part.getValue().toString());
        }
      }
      var alternatives = certificate.getSubjectAlternativeNames();
      if (alternatives != null) {
        alternatives.stream()
            .filter(name -> name.get(0).equals(DNS_NAME))
            .forEach(name -> names.add(name.get(1).toString()));
      }
    } catch (InvalidNameException | CertificateParsingException e) {
      return Set.of();
    }
    return names;
  }
}
