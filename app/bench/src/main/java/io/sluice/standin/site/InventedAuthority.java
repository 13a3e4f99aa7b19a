package io.sluice.standin.site;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedKeyManager;

/** Signs a certificate for each host when it is asked for by its name. Thread-safe. */
final class InventedAuthority {
  static final String PASSWORD = "changeit";

  private static final byte[] ECDSA =
      Der.sequence(Der.object(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02));
  private static final String NAME = "The stand-in's CA";
  private static final Duration LIFE = Duration.ofDays(30);

  private final KeyPair own = pair();
  private final KeyPair servers = pair();
  private final AtomicLong serial = new AtomicLong(System.nanoTime());
  private final X509Certificate certificate;
  private final Map<String, X509Certificate[]> signed = new ConcurrentHashMap<>();

  InventedAuthority() throws GeneralSecurityException {
    // It may sign, and that has to be understood.
    var constraint =
        Der.sequence(
            Der.object(0x55, 0x1d, 0x13),
            Der.of(0x01, new byte[] {(byte) 0xff}),
            Der.octets(Der.sequence(Der.of(0x01, new byte[] {(byte) 0xff}))));
    certificate = sign(NAME, own, constraint);
  }

  private static KeyPair pair() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private X509Certificate sign(String subject, KeyPair keys, byte[] extension)
      throws GeneralSecurityException {
    var now = Instant.now();
    var content =
        Der.sequence(
            Der.of(0xa0, Der.number(2)),
            Der.number(serial.incrementAndGet() & Long.MAX_VALUE),
            ECDSA,
            Der.name(NAME),
            Der.sequence(Der.time(now.minus(Duration.ofDays(1))), Der.time(now.plus(LIFE))),
            Der.name(subject),
            keys.getPublic().getEncoded(),
            Der.of(0xa3, Der.sequence(extension)));
    var signature = Signature.getInstance("SHA256withECDSA");
    signature.initSign(own.getPrivate());
    signature.update(content);
    var whole = Der.sequence(content, ECDSA, Der.bits(signature.sign()));
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(whole));
  }

  /** A store of what to trust, with {@link #PASSWORD}. */
  void write(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("stand-in", certificate);
    try (var out = Files.newOutputStream(file)) {
      store.store(out, PASSWORD.toCharArray());
    }
  }

  /**
   * @param shown for which name a certificate is shown to who asks for one
   */
  SSLContext context(UnaryOperator<String> shown) throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLS");
    context.init(new X509ExtendedKeyManager[] {new Keys(shown)}, null, null);
    return context;
  }

  private X509Certificate[] chain(String host) {
    return signed.computeIfAbsent(
        host,
        name -> {
          var dns = Der.of(0x82, name.getBytes(StandardCharsets.US_ASCII));
          var names = Der.sequence(Der.object(0x55, 0x1d, 0x11), Der.octets(Der.sequence(dns)));
          try {
            return new X509Certificate[] {sign("a site", servers, names), certificate};
          } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** One key for all, and a chain by the name that is asked for. */
  private final class Keys extends X509ExtendedKeyManager {
    private final UnaryOperator<String> shown;

    Keys(UnaryOperator<String> shown) {
      this.shown = shown;
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
      if (!"EC".equals(type)) {
        return null;
      }
      var session = (ExtendedSSLSession) ((SSLSocket) socket).getHandshakeSession();
      return session.getRequestedServerNames().stream()
          .filter(SNIHostName.class::isInstance)
          .map(name -> shown.apply(((SNIHostName) name).getAsciiName()))
          .findFirst()
          .orElse("nobody.test");
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
      return chain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
      return servers.getPrivate();
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
      return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
      return null;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
      return null;
    }
  }
}
