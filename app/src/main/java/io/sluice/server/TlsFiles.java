package io.sluice.server;

import io.sluice.settings.InvalidSettingException;
import io.sluice.settings.SettingsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** The PEM files of API_TLS_CERTIFICATE and API_TLS_KEY, checked to belong together. */
record TlsFiles(List<Certificate> chain, PrivateKey key) {
  private static final String CERTIFICATE = "API_TLS_CERTIFICATE";
  private static final String KEY = "API_TLS_KEY";

  /**
   * Empty where neither is set.
   *
   * @throws InvalidSettingException if a file is not what it should be, or they do not fit
   */
  static Optional<TlsFiles> from(SettingsReader settings) {
    var certificate = settings.optional(CERTIFICATE);
    var key = settings.optional(KEY);
    var chain = certificate.map(file -> chain(settings)).orElse(List.of());
    var block = key.map(file -> keyBlock(settings));
    if (block.isEmpty() && certificate.isEmpty()) {
      return Optional.empty();
    }
    if (certificate.isEmpty()) {
      throw new InvalidSettingException(CERTIFICATE, "must be set where " + KEY + " is");
    }
    if (block.isEmpty()) {
      throw new InvalidSettingException(KEY, "must be set where " + CERTIFICATE + " is");
    }
    try {
      return Optional.of(
          new TlsFiles(chain, PrivateKeys.of(block.get(), chain.get(0).getPublicKey())));
    } catch (GeneralSecurityException e) {
      throw settings.refused(
          KEY, "the private key of the first certificate in " + certificate.get());
    }
  }

  private static List<Certificate> chain(SettingsReader settings) {
    var certificates = new ArrayList<Certificate>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var block : blocks(settings, CERTIFICATE)) {
        if (block.label().equals("CERTIFICATE")) {
          certificates.add(factory.generateCertificate(new ByteArrayInputStream(block.content())));
        }
      }
    } catch (CertificateException e) {
      throw refused(settings, CERTIFICATE, "one of its certificates cannot be read");
    }
    if (certificates.isEmpty()) {
      throw refused(settings, CERTIFICATE, "it holds no certificate");
    }
    return List.copyOf(certificates);
  }

  private static Pem keyBlock(SettingsReader settings) {
    return blocks(settings, KEY).stream()
        .filter(block -> block.label().endsWith("PRIVATE KEY"))
        .findFirst()
        .filter(block -> !block.label().startsWith("ENCRYPTED"))
        .orElseThrow(() -> refused(settings, KEY, "it holds no private key without a password"));
  }

  private static List<Pem> blocks(SettingsReader settings, String key) {
    try {
      var file = settings.file(key);
      return Pem.blocks(Files.readString(file, StandardCharsets.ISO_8859_1));
    } catch (NoSuchFileException e) {
      throw refused(settings, key, "there is no such file");
    } catch (IOException e) {
      throw refused(settings, key, "it cannot be read");
    } catch (IllegalArgumentException e) {
      throw refused(settings, key, "it is damaged or has a password");
    }
  }

  private static InvalidSettingException refused(SettingsReader settings, String key, String why) {
    var what = key.equals(KEY) ? "the private key" : "the chain of certificates";
    return settings.refused(key, "a PEM file with " + what + ", but " + why);
  }

  SSLContext context() {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("sluice", key, new char[0], chain.toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, new char[0]);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new InvalidSettingException(CERTIFICATE, "cannot be used for TLS: " + e.getMessage());
    }
  }
}
