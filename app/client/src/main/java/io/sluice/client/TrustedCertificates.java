package io.sluice.client;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whom to trust: a file of certificates (PEM) goes in, sockets that trust only these come out. */
final class TrustedCertificates {
  private TrustedCertificates() {}

  /**
   * @throws InvalidSettingException if the file holds no certificate
   * @throws IOException if it cannot be read
   */
  static SSLSocketFactory trusting(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new InvalidSettingException("API_CA", "(--ca) must be a file, there is no " + file);
    }
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + number++, certificate);
      }
      if (number == 0) {
        throw new InvalidSettingException("API_CA", "(--ca) holds no certificate: " + file);
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new InvalidSettingException(
          "API_CA", "(--ca) must be certificates in PEM, " + file + " is not: " + e.getMessage());
    }
  }
}
