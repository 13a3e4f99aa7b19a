package io.sluice.tls;

import io.sluice.settings.InvalidSettingException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * Who this program is to those that it speaks TLS with.
 *
 * @param certificate where the chain was read
 * @param chain its own certificate first
 * @param key of the first certificate
 */
public record TlsIdentity(PemFile certificate, List<X509Certificate> chain, PrivateKey key) {
  private static final char[] NO_PASSWORD = {};

  /**
   * @throws InvalidSettingException if a file is not what it should be, or they do not fit
   */
  public static TlsIdentity read(PemFile certificate, PemFile key) {
    var chain = certificate.certificates();
    var block = key.keyBlock();
    try {
      var fitting = PrivateKeys.of(block, chain.get(0).getPublicKey());
      return new TlsIdentity(certificate, chain, fitting);
    } catch (GeneralSecurityException e) {
      throw new InvalidSettingException(
          key.setting(),
          "must be the private key of the first certificate in %s, was %s"
              .formatted(certificate.path(), key.path()));
    }
  }

  /**
   * What connections are made from.
   *
   * @param trust who decides which others are let in; none: the JDK's own
   */
  public SSLContext context(TrustManager... trust) {
    try {
      var store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("sluice", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, NO_PASSWORD);
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), trust.length == 0 ? null : trust, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw certificate.refused("it cannot be used for TLS: " + e.getMessage());
    }
  }
}
