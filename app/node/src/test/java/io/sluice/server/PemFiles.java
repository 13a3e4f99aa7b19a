package io.sluice.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and its certificate for localhost, made by the JDK's keytool, as PEM files. */
public record PemFiles(Path directory, Certificate certificate, PrivateKey key) {
  /** Bytes of PKCS#8 before the bare key, with RSA of 2048 bits and with the curve P-256. */
  private static final int RSA_ENVELOPE = 26;

  private static final int EC_ENVELOPE = 28;

  public static PemFiles make(Path directory, String algorithm) throws Exception {
    var store = directory.resolve(algorithm + ".p12");
    var size = algorithm.equals("RSA") ? "-keysize 2048" : "-groupname secp256r1";
    var command =
        "%s -genkeypair -alias a -keyalg %s %s -dname CN=localhost -ext san=dns:localhost,ip:127.0.0.1 -validity 30 -storetype PKCS12 -storepass changeit -keystore %s"
            .formatted(
                Path.of(System.getProperty("java.home"), "bin", "keytool"), algorithm, size, store);
    if (new ProcessBuilder(command.split(" ")).inheritIO().start().waitFor() != 0) {
      throw new IOException("keytool failed: " + command);
    }
    return read(directory, store);
  }

  private static PemFiles read(Path directory, Path file)
      throws IOException, GeneralSecurityException {
    var password = "changeit".toCharArray();
    var store = KeyStore.getInstance(file.toFile(), password);
    return new PemFiles(
        directory, store.getCertificate("a"), (PrivateKey) store.getKey("a", password));
  }

  public Path certificateFile() throws Exception {
    return pem("CERTIFICATE", certificate.getEncoded());
  }

  public Path pkcs8() throws IOException {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  /** As openssl wrote keys for long. */
  Path bareKey() throws IOException {
    boolean rsa = key.getAlgorithm().equals("RSA");
    var encoded = key.getEncoded();
    return pem(
        rsa ? "RSA PRIVATE KEY" : "EC PRIVATE KEY",
        Arrays.copyOfRange(encoded, rsa ? RSA_ENVELOPE : EC_ENVELOPE, encoded.length));
  }

  Path pem(String label, byte[] content) throws IOException {
    var file = directory.resolve(key.getAlgorithm() + "-" + label.replace(' ', '-') + ".pem");
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    return Files.writeString(
        file, "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(label, text));
  }

  /** What lets a client believe it. */
  SSLContext trusting() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("server", certificate);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }
}
